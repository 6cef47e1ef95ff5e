namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>DynamoDB's data types, named as on the wire.</summary>
internal enum ValueKind
{
    S,
    N,
    B,
    BOOL,
    NULL,
    M,
    L,
    SS,
    NS,
    BS,
}

internal static class ValueKinds
{
    /// <summary>Whether values of this kind have an order and may be keys.</summary>
    public static bool IsOrdered(this ValueKind kind) => kind is ValueKind.S or ValueKind.N or ValueKind.B;

    public static bool IsSet(this ValueKind kind) => kind is ValueKind.SS or ValueKind.NS or ValueKind.BS;

    /// <summary>The kind of a set's elements.</summary>
    public static ValueKind Element(this ValueKind set) => set switch
    {
        ValueKind.SS => ValueKind.S,
        ValueKind.NS => ValueKind.N,
        ValueKind.BS => ValueKind.B,
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Not a set."),
    };

    /// <summary>The long name that error messages of the service use for operands.</summary>
    public static string LongName(this ValueKind kind) => kind switch
    {
        ValueKind.S => "STRING",
        ValueKind.N => "NUMBER",
        ValueKind.B => "BINARY",
        ValueKind.BOOL => "BOOLEAN",
        ValueKind.NULL => "NULL",
        ValueKind.M => "MAP",
        ValueKind.L => "LIST",
        ValueKind.SS => "STRING_SET",
        ValueKind.NS => "NUMBER_SET",
        _ => "BINARY_SET",
    };
}
