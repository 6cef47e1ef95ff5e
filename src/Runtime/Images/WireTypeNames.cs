namespace DynamoHandlers.Images;

/// <summary>The names of the wire types in DynamoDB's JSON.</summary>
internal static class WireTypeNames
{
    /// <summary>The type with this name; <see cref="WireType.None"/> if there is none.</summary>
    public static WireType Parse(ReadOnlySpan<byte> utf8Name) => utf8Name switch
    {
        [(byte)'S'] => WireType.String,
        [(byte)'N'] => WireType.Number,
        [(byte)'B'] => WireType.Binary,
        [(byte)'M'] => WireType.Map,
        [(byte)'L'] => WireType.List,
        [(byte)'S', (byte)'S'] => WireType.StringSet,
        [(byte)'N', (byte)'S'] => WireType.NumberSet,
        [(byte)'B', (byte)'S'] => WireType.BinarySet,
        [(byte)'B', (byte)'O', (byte)'O', (byte)'L'] => WireType.Boolean,
        [(byte)'N', (byte)'U', (byte)'L', (byte)'L'] => WireType.Null,
        _ => WireType.None,
    };

    /// <summary>The name of a type.</summary>
    public static string Of(WireType type) => type switch
    {
        WireType.String => "S",
        WireType.Number => "N",
        WireType.Binary => "B",
        WireType.Boolean => "BOOL",
        WireType.Null => "NULL",
        WireType.Map => "M",
        WireType.List => "L",
        WireType.StringSet => "SS",
        WireType.NumberSet => "NS",
        WireType.BinarySet => "BS",
        _ => "none",
    };
}
