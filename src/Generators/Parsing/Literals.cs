using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Writes constants as C#, the same on every machine.</summary>
internal static class Literals
{
    public static string Of(ITypeSymbol type, object? value)
    {
        if (value is null)
        {
            return type.IsReferenceType ? "null!" : "default";
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Of(nullable.TypeArguments[0], value);
        }

        var text = OfPrimitive(value);
        return type.TypeKind == TypeKind.Enum ? $"({type.ToFullName()})({text})" : text;
    }

    private static string OfPrimitive(object value) => value switch
    {
        float number => OfFloat(number, number.ToString("R", CultureInfo.InvariantCulture) + "f", "float"),
        double number => OfFloat(number, number.ToString("R", CultureInfo.InvariantCulture) + "d", "double"),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
    };

    private static string OfFloat(double value, string literal, string type) => value switch
    {
        _ when double.IsNaN(value) => $"{type}.NaN",
        double.PositiveInfinity => $"{type}.PositiveInfinity",
        double.NegativeInfinity => $"{type}.NegativeInfinity",
        _ => literal,
    };
}
