using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Writes the keys of services as C#. A key is compared by <c>Equals</c>, so its type must stay what it is.</summary>
internal static class ServiceKeys
{
    /// <param name="attribute"><c>[FromKeyedServices]</c>.</param>
    public static ParsedValue<string> Parse(AttributeData attribute) => attribute.ConstructorArguments switch
    {
        [{ Kind: TypedConstantKind.Array }] => ParsedValue<string>.Refuse(
            "has an array as the key of its service, which equals no other; use a text or an enum"),
        [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol type }] => new($"typeof({type.ToFullName()})"),
        [{ Value: null }] => new("null"),
        [{ Type: { } type, Value: { } value }] => new(NeedsCast(type)
            ? $"({type.ToFullName()})({Literals.Of(type, value)})"
            : Literals.Of(type, value)),
        _ => ParsedValue<string>.Refuse(
            "has [FromKeyedServices] without a key, which means that of the service around it, but a handler has none"),
    };

    // What C# takes for another type where it is converted to object.
    private static bool NeedsCast(ITypeSymbol type) => type.SpecialType is SpecialType.System_SByte
        or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_UInt32
        or SpecialType.System_Int64 or SpecialType.System_UInt64;
}
