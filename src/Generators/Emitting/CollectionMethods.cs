using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// How a collection is written. The AWS SDK makes DynamoDB's sets only of the types that it calls primitive; all else is L
/// to it.
/// </summary>
internal static class CollectionMethods
{
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
        { Form: CollectionForm.Set } => "BeginSet",
        { Form: CollectionForm.ScalarList } => "BeginScalarList",
        _ => "BeginList",
    };

    /// <summary>
    /// The writer's method for the name of an attribute that may be absent: a set without elements is no value.
    /// </summary>
    public static string NameMethod(ValueModel value) =>
        value is CollectionValue collection && Begin(collection) is "BeginSet" or "BeginScalarList"
            ? "WriteOptionalName"
            : "WriteName";

    private static bool IsPrimitive(ValueModel value) =>
        value is ScalarValue { Type: not { IsValueType: true, AllowsNull: true } } scalar
        && Primitives.Contains(scalar.Kind);
}
