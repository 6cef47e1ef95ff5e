using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// What a collection is written as. The AWS SDK makes DynamoDB's sets of <c>HashSet</c> only, and in V1 of <c>List</c>
/// and arrays, each of the types that it calls primitive; all else is L to it.
/// </summary>
internal static class CollectionForm
{
    private const string Generic = "global::System.Collections.Generic.";

    private static readonly HashSet<string> Primitives =
    [
        "String", "Char", "Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Decimal",
        "Double", "Single", "Guid", "DateTime", "LocalDateTime", "Bytes", "MemoryStream",
    ];

    /// <summary>The writer's method that begins the collection.</summary>
    public static string Begin(CollectionValue value) => value switch
    {
        { Kind: CollectionKind.Map } => "BeginMap",
        _ when !IsPrimitive(value.Element) => "BeginList",
        _ when Is(value, "HashSet") || Is(value, "IReadOnlySet") => "BeginSet",
        _ when Is(value, "List") || IsArray(value) => "BeginScalarList",
        _ => "BeginList",
    };

    /// <summary>
    /// The writer's method for the name of an attribute that may be absent: a set without elements is no value.
    /// </summary>
    public static string NameMethod(ValueModel value) =>
        value is CollectionValue collection && Begin(collection) is "BeginSet" or "BeginScalarList"
            ? "WriteOptionalName"
            : "WriteName";

    // The SDK does not know IReadOnlySet; it is what HashSet is to ours.
    private static bool Is(CollectionValue value, string type) =>
        value.Type.Plain.StartsWith($"{Generic}{type}<", StringComparison.Ordinal);

    // To the SDK an array of byte arrays is no set of binary values, though a list of them is.
    private static bool IsArray(CollectionValue value) =>
        value.Type.Plain.EndsWith("[]", StringComparison.Ordinal) && value.Element is not ScalarValue { Kind: "Bytes" };

    private static bool IsPrimitive(ValueModel value) =>
        value is ScalarValue { Type: not { IsValueType: true, AllowsNull: true } } scalar
        && Primitives.Contains(scalar.Kind);
}
