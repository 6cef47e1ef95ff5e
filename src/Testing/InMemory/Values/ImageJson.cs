using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>Writes items as DynamoDB JSON: <c>{"pk":{"S":"order-1"}}</c>.</summary>
internal static class ImageJson
{
    /// <summary>An image from the SDK's values; they are checked as DynamoDB would.</summary>
    public static void Write(Utf8JsonWriter writer, Dictionary<string, AttributeValue> attributes) =>
        Write(writer, AttributeValues.Read(attributes));

    public static void Write(Utf8JsonWriter writer, MapValue image)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in image.Attributes)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(value.Kind.ToString());
        switch (value)
        {
            case BooleanValue b:
                writer.WriteBooleanValue(b.Flag);
                break;
            case NullValue:
                writer.WriteBooleanValue(true);
                break;
            case MapValue m:
                Write(writer, m);
                break;
            case ListValue l:
                WriteArray(writer, l.Elements, Write);
                break;
            case SetValue s:
                WriteArray(writer, s.Elements, WriteScalar);
                break;
            default:
                WriteScalar(writer, value);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, IReadOnlyList<Value> elements, Action<Utf8JsonWriter, Value> write)
    {
        writer.WriteStartArray();
        foreach (var element in elements)
        {
            write(writer, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteScalar(Utf8JsonWriter writer, Value scalar)
    {
        switch (scalar)
        {
            case StringValue s:
                writer.WriteStringValue(s.Text);
                break;
            case NumberValue n:
                writer.WriteStringValue(n.Number.ToString());
                break;
            case BinaryValue b:
                writer.WriteBase64StringValue(b.Bytes.Span);
                break;
            default:
                throw new InvalidOperationException($"{scalar.Kind} is not a scalar.");
        }
    }
}
