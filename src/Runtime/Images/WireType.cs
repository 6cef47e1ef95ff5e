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
