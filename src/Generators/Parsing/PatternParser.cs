using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Reads from <c>[StreamEntity]</c> what tells an entity's items from others of its table.</summary>
internal static class PatternParser
{
    private static readonly string[] Conditions = ["Discriminator", "DiscriminatorValue", "KeyPrefix", "SortKeyPrefix"];

    /// <param name="entity">The entity.</param>
    /// <param name="compilation">The assembly with the handlers.</param>
    /// <param name="place">Where the entity is used, for what is wrong with one that is not source.</param>
    /// <param name="sink">Where diagnostics go.</param>
    public static PatternModel? Parse(
        INamedTypeSymbol entity, Compilation compilation, Location place, DiagnosticSink sink)
    {
        if (KnownAttributes.StreamEntity(entity) is not { } attribute)
        {
            return null;
        }

        var texts = Conditions.ToDictionary(static name => name, name => attribute.Named(name) as string);
        if (WhyNot(texts) is { } reason)
        {
            var own = attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();
            sink.Report(Descriptors.InvalidPattern, own ?? place, entity.ToDisplayName(), reason);
            return null;
        }

        if (texts.Values.All(static text => text is null))
        {
            return null;
        }

        var hasPrefix = texts["KeyPrefix"] is not null || texts["SortKeyPrefix"] is not null;
        var members = hasPrefix ? EntityMembers.Of(entity, MappingSettings.Of(entity, compilation).Naming) : [];
        return new(
            texts["Discriminator"],
            texts["Discriminator"] is null ? null : texts["DiscriminatorValue"] ?? entity.Name,
            texts["KeyPrefix"],
            texts["SortKeyPrefix"],
            members.FirstOrDefault(static m => KnownAttributes.IsPartitionKey(m.Symbol))?.Attribute,
            members.FirstOrDefault(static m => KnownAttributes.IsSortKey(m.Symbol))?.Attribute);
    }

    private static string? WhyNot(Dictionary<string, string?> texts) =>
        texts.FirstOrDefault(static pair => pair.Value is "").Key is { } empty
            ? $"{empty} is empty, which says nothing; leave it out"
            : texts["DiscriminatorValue"] is not null && texts["Discriminator"] is null
                ? "DiscriminatorValue is the value of no Discriminator; name the attribute with Discriminator"
                : null;
}
