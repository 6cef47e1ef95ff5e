using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds the attributes behind the properties that an <c>[OnModify]</c> names.</summary>
internal static class PropertyFilterParser
{
    public static EquatableArray<string> Parse(
        AttributeData annotation,
        AttributeSyntax syntax,
        INamedTypeSymbol entity,
        Compilation compilation,
        DiagnosticSink sink)
    {
        CheckTransition(annotation, syntax, sink);

        // [OnModify<Order>(null!)] gives an array that is null itself.
        if (annotation.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false } argument])
        {
            return [];
        }

        var members = EntityMembers.Of(entity, MappingSettings.Of(entity, compilation).Naming);
        return argument.Values
            .Select((value, i) => Resolve(value.Value as string ?? "", PlaceOf(syntax, i), entity, members, sink))
            .OfType<string>()
            .Distinct()
            .ToEquatableArray();
    }

    private static void CheckTransition(AttributeData annotation, AttributeSyntax syntax, DiagnosticSink sink)
    {
        foreach (var name in annotation.NamedArguments.Select(static a => a.Key).Where(static k => k is "From" or "To"))
        {
            sink.Report(
                Descriptors.NotSupported,
                syntax.PlaceOfArgument(name),
                $"{name} of [OnModify]",
                "compare the old and the new item in a predicate and name it with When");
        }
    }

    private static string? Resolve(
        string property,
        Location place,
        INamedTypeSymbol entity,
        ImmutableArray<EntityMember> members,
        DiagnosticSink sink)
    {
        if (property.Contains('.'))
        {
            sink.Report(
                Descriptors.NotSupported,
                place,
                $"The path '{property}' into a nested type",
                "name the property at the top of the entity");
            return null;
        }

        var member = members.FirstOrDefault(m => m.Name == property);
        if (member is { Annotations.IsIgnored: true })
        {
            sink.Report(Descriptors.IgnoredProperty, place, entity.ToDisplayName(), property);
            return null;
        }

        if (member is null || !IsRead(member, entity, members))
        {
            sink.Report(Descriptors.UnknownProperty, place, entity.ToDisplayName(), property);
            return null;
        }

        return member.Attribute;
    }

    private static bool IsRead(EntityMember member, INamedTypeSymbol entity, ImmutableArray<EntityMember> members) =>
        member.CanBeSet || (ConstructorParser.Choose(entity, members).Value is { } constructor
            && constructor.Parameters.Any(p => ConstructorParser.MemberOf(p, members) == member));

    // With an array as the one argument its elements have no places of their own to be relied on.
    private static Location PlaceOf(AttributeSyntax syntax, int index)
    {
        var positional = syntax.ArgumentList?.Arguments.Where(static a => a.NameEquals is null).ToList() ?? [];
        return positional.Count == 0
            ? syntax.GetLocation()
            : positional[Math.Min(index, positional.Count - 1)].GetLocation();
    }
}
