using System.Collections.Immutable;
using System.Globalization;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Reads <c>From</c> and <c>To</c> of an <c>[OnModify]</c>: constants that one property is compared with.</summary>
internal static class TransitionParser
{
    public static TransitionModel? Parse(
        AttributeData annotation,
        AttributeSyntax syntax,
        IMethodSymbol method,
        ImmutableArray<FoundProperty> properties,
        DiagnosticSink sink)
    {
        // null is a value too: whether it was written shows only here.
        var given = annotation.NamedArguments.Where(static a => a.Key is "From" or "To").ToImmutableArray();
        if (given.Length == 0)
        {
            return null;
        }

        if (properties is not [var property])
        {
            var count = properties.Length == 0 ? "none" : properties.Length.ToString(CultureInfo.InvariantCulture);
            sink.Report(Descriptors.TransitionOfSeveral, syntax.PlaceOfArgument(given[0].Key), given[0].Key, count);
            return null;
        }

        var literals = new Dictionary<string, string>();
        foreach (var argument in given)
        {
            var (literal, refusal) = LiteralOf(argument.Value, property);
            if (literal is not null)
            {
                literals[argument.Key] = literal;
                continue;
            }

            sink.Report(
                Descriptors.TransitionMismatch,
                syntax.PlaceOfArgument(argument.Key),
                argument.Key,
                Describe(argument.Value),
                property.Name,
                property.Type.ToDisplayName(),
                refusal!);
        }

        return literals.Count == given.Length
            ? Checked(new((ScalarValue)property.Value!, Of("From"), Of("To")), given[0].Value, syntax, method, property, sink)
            : null;

        string? Of(string name) => literals.TryGetValue(name, out var literal) ? literal : null;
    }

    private static TransitionModel Checked(
        TransitionModel transition,
        TypedConstant value,
        AttributeSyntax syntax,
        IMethodSymbol method,
        FoundProperty property,
        DiagnosticSink sink)
    {
        if (transition.From is not null && transition.From == transition.To)
        {
            sink.Report(
                Descriptors.NeverMatches,
                syntax.GetLocation(),
                method.ToDisplayName(),
                $"'{property.Name}' has not changed if it was and is {value.ToCSharpString()}");
        }

        return transition;
    }

    /// <summary>The constant as C#, of the type that the property is read as.</summary>
    private static ParsedValue<string> LiteralOf(TypedConstant constant, FoundProperty property)
    {
        var type = Unwrap(property.Type);
        if (property.Value is null or ConvertedValue)
        {
            return ParsedValue<string>.Refuse("a converter reads it, so that it cannot be compared");
        }

        if (property.Value is not ScalarValue)
        {
            return ParsedValue<string>.Refuse("only single values can be compared; name a property of it, or use When");
        }

        if (constant.IsNull)
        {
            return new("null");
        }

        if (constant.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum))
        {
            return ParsedValue<string>.Refuse("it is no single value");
        }

        return IsNumber(type) ? NumberOf(constant, type)
            : !IsConstant(type) ? ParsedValue<string>.Refuse("use When instead")
            : SymbolEqualityComparer.Default.Equals(constant.Type, type) ? new(Literals.Of(type, constant.Value))
            : ParsedValue<string>.Refuse($"write a {type.ToDisplayName()}");
    }

    private static ParsedValue<string> NumberOf(TypedConstant constant, ITypeSymbol type) =>
        constant.Kind == TypedConstantKind.Enum || !IsNumber(constant.Type!) ? ParsedValue<string>.Refuse("write a number")
            : Convert(constant.Value!, type.SpecialType) is { } number ? new(Literals.Of(type, number))
            : ParsedValue<string>.Refuse("it cannot have that value");

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    private static bool IsConstant(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType
        is SpecialType.System_Boolean or SpecialType.System_String or SpecialType.System_Char;

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    /// <summary>The number as the property's type, if that is the same number; attributes know no decimals.</summary>
    private static object? Convert(object number, SpecialType type)
    {
        var text = number is float or double
            ? ((IFormattable)number).ToString("R", CultureInfo.InvariantCulture)
            : ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture);
        if (type is SpecialType.System_Double or SpecialType.System_Single)
        {
            var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsNaN(value) ? null : type == SpecialType.System_Double ? value : (float)value;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? ToInteger(exact, type)
            : null;
    }

    private static object? ToInteger(decimal number, SpecialType type)
    {
        try
        {
            return type switch
            {
                SpecialType.System_Decimal => number,
                _ when number != decimal.Truncate(number) => null,
                SpecialType.System_SByte => decimal.ToSByte(number),
                SpecialType.System_Byte => decimal.ToByte(number),
                SpecialType.System_Int16 => decimal.ToInt16(number),
                SpecialType.System_UInt16 => decimal.ToUInt16(number),
                SpecialType.System_Int32 => decimal.ToInt32(number),
                SpecialType.System_UInt32 => decimal.ToUInt32(number),
                SpecialType.System_Int64 => decimal.ToInt64(number),
                SpecialType.System_UInt64 => decimal.ToUInt64(number),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Describe(TypedConstant constant) => constant switch
    {
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Array } => "an array",
        { Kind: TypedConstantKind.Type } => "a type",
        _ => $"of type '{constant.Type!.ToDisplayName()}'",
    };
}
