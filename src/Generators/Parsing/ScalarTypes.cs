using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// The types whose values the image reader and writer know, each with the kind that their methods are called after:
/// <c>ReadInt32</c> and <c>WriteInt32</c>.
/// </summary>
/// <remarks>
/// Besides these there are kinds that are another form of a type and that something at the member asks for:
/// <c>Enum&lt;T&gt;</c> and <c>EnumIgnoreCase&lt;T&gt;</c>; <c>EpochDateTime</c>, <c>LocalDateTime</c> and
/// <c>LocalEpochDateTime</c>; <c>TimeSpanTicks</c>, <c>…Milliseconds</c>, <c>…Seconds</c>, <c>…Minutes</c>,
/// <c>…Hours</c> and <c>…Days</c>.
/// </remarks>
internal static class ScalarTypes
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["System.String"] = "String",
        ["System.Boolean"] = "Boolean",
        ["System.Char"] = "Char",
        ["System.SByte"] = "SByte",
        ["System.Byte"] = "Byte",
        ["System.Int16"] = "Int16",
        ["System.UInt16"] = "UInt16",
        ["System.Int32"] = "Int32",
        ["System.UInt32"] = "UInt32",
        ["System.Int64"] = "Int64",
        ["System.UInt64"] = "UInt64",
        ["System.Int128"] = "Int128",
        ["System.UInt128"] = "UInt128",
        ["System.Numerics.BigInteger"] = "BigInteger",
        ["System.Decimal"] = "Decimal",
        ["System.Double"] = "Double",
        ["System.Single"] = "Single",
        ["System.Half"] = "Half",
        ["System.DateTime"] = "DateTime",
        ["System.DateTimeOffset"] = "DateTimeOffset",
        ["System.DateOnly"] = "DateOnly",
        ["System.TimeOnly"] = "TimeOnly",
        ["System.TimeSpan"] = "TimeSpan",
        ["System.Guid"] = "Guid",
        ["System.Uri"] = "Uri",
        ["System.Version"] = "Version",
        ["System.IO.MemoryStream"] = "MemoryStream",
        ["Amazon.DynamoDBv2.Model.AttributeValue"] = ScalarValue.AttributeValue,
    };

    private static readonly HashSet<string> Keys =
    [
        "String", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64",
        "Int128", "UInt128", "BigInteger", "DateOnly", "Guid", "Enum", "EnumIgnoreCase",
    ];

    /// <summary>The kind of a type; null if it is no scalar.</summary>
    public static string? KindOf(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => "Enum",
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
        INamedTypeSymbol { Arity: 1, TypeArguments: [{ SpecialType: SpecialType.System_Byte }] }
            when type.Is("System", "Memory", 1) || type.Is("System", "ReadOnlyMemory", 1) => "Memory",
        INamedTypeSymbol { Arity: 0, ContainingType: null }
            when Kinds.TryGetValue($"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}", out var kind) => kind,
        _ => null,
    };

    /// <summary>Whether keys of dictionaries can be of this kind: those that have one certain text.</summary>
    public static bool CanBeKey(string kind) => Keys.Contains(kind);
}
