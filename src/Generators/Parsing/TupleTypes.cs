using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>The types of the platform that the AWS SDK writes as a map of their items.</summary>
internal static class TupleTypes
{
    private static readonly ImmutableArray<string> Items =
        ["Item1", "Item2", "Item3", "Item4", "Item5", "Item6", "Item7", "Rest"];

    private static readonly ImmutableArray<string> Pair = ["Key", "Value"];

    /// <summary>The names of the type's items, one for each type argument; null if it is no tuple.</summary>
    public static ImmutableArray<string>? ItemsOf(INamedTypeSymbol type)
    {
        if (type.Is("System.Collections.Generic", "KeyValuePair", 2))
        {
            return Pair;
        }

        return type.Arity > 0 && (type.Is("System", "ValueTuple", type.Arity) || type.Is("System", "Tuple", type.Arity))
            ? Items.RemoveRange(type.Arity, Items.Length - type.Arity)
            : null;
    }

    /// <summary>The type as <c>new</c> wants it: <c>(int, string)</c> cannot be constructed as such.</summary>
    public static string Constructed(INamedTypeSymbol type)
    {
        var arguments = string.Join(", ", type.TypeArguments.Select(static a => a.ToTypeName().Annotated));
        return $"global::{type.NamespaceName()}.{type.Name}<{arguments}>";
    }
}
