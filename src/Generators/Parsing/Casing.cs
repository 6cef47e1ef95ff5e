using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>How the AWS SDK makes attribute names of property names, where no attribute names the property.</summary>
internal enum Casing
{
    /// <summary>The name as it is.</summary>
    AsWritten,

    /// <summary>A small first letter at the top of the item; in nested types the name as it is.</summary>
    CamelAtTop,

    /// <summary>A casing that this version does not know, or two that contradict each other.</summary>
    Unsupported,
}

internal static class Casings
{
    /// <summary>What the type's <c>[DynamoDBTable]</c> says.</summary>
    public static Casing Of(INamedTypeSymbol type)
    {
        if (KnownAttributes.Table(type) is not { } table)
        {
            return Casing.AsWritten;
        }

        var isLower = (table.Named("LowerCamelCaseProperties") ?? table.Positional("lowerCamelCaseProperties")) is true;

        // By the values of Amazon.DynamoDBv2.DataModel.CaseMode.
        return (table.Named("AttributeCasing") ?? table.Positional("attributeCasing")) switch
        {
            null or 0 => isLower ? Casing.CamelAtTop : Casing.AsWritten,
            1 when !isLower => Casing.AsWritten,
            3 => Casing.CamelAtTop,
            _ => Casing.Unsupported,
        };
    }
}
