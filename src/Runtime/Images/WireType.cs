namespace DynamoHandlers.Images;

/// <summary>The type of an attribute value as DynamoDB sends it.</summary>
public enum WireType
{
    /// <summary>No value is being read.</summary>
    None,

    /// <summary><c>S</c>, text.</summary>
    String,

    /// <summary><c>N</c>, a number of up to 38 digits, sent as text.</summary>
    Number,

    /// <summary><c>B</c>, bytes, sent as base64.</summary>
    Binary,

    /// <summary><c>BOOL</c>.</summary>
    Boolean,

    /// <summary><c>NULL</c>.</summary>
    Null,

    /// <summary><c>M</c>, a map from names to values.</summary>
    Map,

    /// <summary><c>L</c>, a list of values.</summary>
    List,

    /// <summary><c>SS</c>, a set of texts.</summary>
    StringSet,

    /// <summary><c>NS</c>, a set of numbers.</summary>
    NumberSet,

    /// <summary><c>BS</c>, a set of byte strings.</summary>
    BinarySet,
}

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
