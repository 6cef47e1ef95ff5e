using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>
/// Between the SDK's mutable values and the engine's immutable ones: the border at which everything is copied, and at
/// which what no item may hold is refused.
/// </summary>
internal static class AttributeValues
{
    // How deep lists and maps nest in an item, itself the first of the service's 32 levels.
    private const int MaxDepth = 31;

    public static MapValue Read(Dictionary<string, AttributeValue> attributes)
    {
        var item = new Dictionary<string, Value>(attributes.Count);
        foreach (var (name, value) in attributes)
        {
            item.Add(name, Read(value, 1));
        }

        return new MapValue(item);
    }

    public static Value Read(AttributeValue value) => Read(value, 1);

    public static Dictionary<string, AttributeValue> Write(MapValue item)
    {
        var attributes = new Dictionary<string, AttributeValue>(item.Attributes.Count);
        foreach (var (name, value) in item.Attributes)
        {
            attributes.Add(name, Write(value));
        }

        return attributes;
    }

    public static AttributeValue Write(Value value) => value switch
    {
        StringValue s => new AttributeValue { S = s.Text },
        NumberValue n => new AttributeValue { N = n.Number.ToString() },
        BinaryValue b => new AttributeValue { B = NewStream(b) },
        BooleanValue b => new AttributeValue { BOOL = b.Flag },
        NullValue => new AttributeValue { NULL = true },
        MapValue m => new AttributeValue { M = Write(m), IsMSet = true },
        ListValue l => new AttributeValue { L = l.Elements.Select(Write).ToList(), IsLSet = true },
        SetValue { Kind: ValueKind.SS } s => new AttributeValue { SS = Texts(s) },
        SetValue { Kind: ValueKind.NS } s => new AttributeValue { NS = Texts(s) },
        SetValue s => new AttributeValue { BS = s.Elements.Cast<BinaryValue>().Select(NewStream).ToList() },
        _ => throw new InvalidOperationException($"Unknown kind {value.Kind}."),
    };

    private static Value Read(AttributeValue? value, int depth)
    {
        if (depth > MaxDepth && (value?.M ?? (object?)value?.L) is not null)
        {
            throw Errors.Validation(
                "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond "
                + "supported limit");
        }

        return Kinds(value) switch
        {
            [] => throw Errors.Validation(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
            [ValueKind.S] => new StringValue(value!.S),
            [ValueKind.N] => ReadNumber(value!.N),
            [ValueKind.B] => ReadBinary(value!.B),
            [ValueKind.BOOL] => new BooleanValue(value!.BOOL == true),
            [ValueKind.NULL] when value!.NULL == true => NullValue.Instance,
            [ValueKind.NULL] => throw Errors.Validation(
                "One or more parameter values were invalid: Null attribute value types must have the value of true"),
            [ValueKind.M] => ReadMap(value!.M, depth),
            [ValueKind.L] => new ListValue((value!.L ?? []).ConvertAll(element => Read(element, depth + 1))),
            [ValueKind.SS] => ReadSet(ValueKind.SS, value!.SS.ConvertAll<Value>(static text => new StringValue(text))),
            [ValueKind.NS] => ReadSet(ValueKind.NS, value!.NS.ConvertAll<Value>(ReadNumber)),
            [ValueKind.BS] => ReadSet(ValueKind.BS, value!.BS.ConvertAll<Value>(ReadBinary)),
            _ => throw Errors.Validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
                + "datatypes"),
        };
    }

    // By what is there, not by the SDK's own IsLSet and IsMSet alone: an empty list or map is a value too.
    private static List<ValueKind> Kinds(AttributeValue? value)
    {
        var kinds = new List<ValueKind>(1);
        if (value is null)
        {
            return kinds;
        }

        Add(value.S is not null, ValueKind.S);
        Add(value.N is not null, ValueKind.N);
        Add(value.B is not null, ValueKind.B);
        Add(value.BOOL is not null, ValueKind.BOOL);
        Add(value.NULL is not null, ValueKind.NULL);
        Add(value.M is { Count: > 0 } || value.IsMSet, ValueKind.M);
        Add(value.L is { Count: > 0 } || value.IsLSet, ValueKind.L);
        Add(value.SS is not null, ValueKind.SS);
        Add(value.NS is not null, ValueKind.NS);
        Add(value.BS is not null, ValueKind.BS);
        return kinds;

        void Add(bool present, ValueKind kind)
        {
            if (present)
            {
                kinds.Add(kind);
            }
        }
    }

    private static MapValue ReadMap(Dictionary<string, AttributeValue>? map, int depth)
    {
        var attributes = new Dictionary<string, Value>();
        foreach (var (name, value) in map ?? [])
        {
            attributes.Add(name, Read(value, depth + 1));
        }

        return new MapValue(attributes);
    }

    private static SetValue ReadSet(ValueKind kind, List<Value> elements)
    {
        if (elements.Count == 0)
        {
            var name = kind switch { ValueKind.SS => "An string set ", ValueKind.NS => "An number set ", _ => "Binary sets" };
            throw Errors.Validation($"One or more parameter values were invalid: {name} may not be empty");
        }

        var set = SetValue.Of(kind, elements);
        if (set.Elements.Count < elements.Count)
        {
            throw Errors.Validation(kind == ValueKind.NS
                ? "Input collection contains duplicates"
                : "One or more parameter values were invalid: Input collection "
                    + $"[{string.Join(", ", elements.Select(Text))}] contains duplicates.");
        }

        return set;
    }

    private static NumberValue ReadNumber(string text) =>
        DynamoNumber.TryParse(text, out var error) is { } number ? new NumberValue(number) : throw Errors.Validation(error!);

    private static BinaryValue ReadBinary(MemoryStream stream) => new(stream.ToArray());

    private static MemoryStream NewStream(BinaryValue binary) => new(binary.Bytes.ToArray());

    private static List<string> Texts(SetValue set) => set.Elements.Select(Text).ToList();

    private static string Text(Value scalar) => scalar switch
    {
        StringValue s => s.Text,
        NumberValue n => n.Number.ToString(),
        BinaryValue b => Convert.ToBase64String(b.Bytes.Span),
        _ => throw new InvalidOperationException($"{scalar.Kind} is not a scalar."),
    };
}
