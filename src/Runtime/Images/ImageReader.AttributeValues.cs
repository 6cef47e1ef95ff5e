using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    /// <summary>The value as it is, of any wire type, NULL included.</summary>
    /// <exception cref="MappingException">It is malformed.</exception>
    public AttributeValue ReadAttributeValue()
    {
        switch (_type)
        {
            case WireType.String:
                return new AttributeValue { S = ReadString() };
            case WireType.Number:
                return new AttributeValue { N = ReadString() };
            case WireType.Binary:
                return new AttributeValue { B = ReadMemoryStream() };
            case WireType.Boolean:
                return new AttributeValue { BOOL = ReadBoolean() };
            case WireType.Null:
                TryReadNull();
                return new AttributeValue { NULL = true };
            case WireType.Map:
                return new AttributeValue { M = ReadAttributeValues() };
            default:
                return ReadListOrSet();
        }
    }

    private Dictionary<string, AttributeValue> ReadAttributeValues()
    {
        var values = new Dictionary<string, AttributeValue>();
        BeginMap(typeof(AttributeValue));
        while (NextAttribute())
        {
            var name = GetName();
            values[name] = ReadAttributeValue();
        }

        return values;
    }

    private AttributeValue ReadListOrSet()
    {
        var type = _type;
        var result = type switch
        {
            WireType.StringSet => new AttributeValue { SS = [] },
            WireType.NumberSet => new AttributeValue { NS = [] },
            WireType.BinarySet => new AttributeValue { BS = [] },
            _ => new AttributeValue { L = [] },
        };
        BeginList(typeof(AttributeValue));
        while (NextElement())
        {
            switch (type)
            {
                case WireType.StringSet:
                    result.SS.Add(ReadString());
                    break;
                case WireType.NumberSet:
                    result.NS.Add(ReadString());
                    break;
                case WireType.BinarySet:
                    result.BS.Add(ReadMemoryStream());
                    break;
                default:
                    result.L.Add(ReadAttributeValue());
                    break;
            }
        }

        return result;
    }
}
