using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds what is wrong about tables with several entities. Sees the handlers of one assembly.</summary>
internal static class TableChecker
{
    public static EquatableArray<DiagnosticInfo> Check(EquatableArray<EntityUse> uses)
    {
        var sink = new DiagnosticSink();
        foreach (var table in uses.GroupBy(static use => use.Table))
        {
            var entities = table.Where(static use => !use.IsUnmatched)
                .GroupBy(static use => use.Name)
                .Select(static group => group.First())
                .OrderBy(static use => use.Name, StringComparer.Ordinal)
                .ToList();
            CheckOverlaps(entities, sink);
            CheckCatchAll(entities, table.Where(static use => use.IsUnmatched), sink);
        }

        return sink.ToDiagnostics();
    }

    private static void CheckOverlaps(List<EntityUse> entities, DiagnosticSink sink)
    {
        for (var i = 0; i < entities.Count; i++)
        {
            foreach (var other in entities.Take(i))
            {
                var (pattern, otherPattern) = (entities[i].Pattern, other.Pattern);
                if (pattern is not null && otherPattern is not null
                    && pattern.Conditions.ConflictWith(otherPattern.Conditions))
                {
                    sink.Report(
                        Descriptors.Overlap,
                        entities[i].Location,
                        other.Table,
                        entities[i].Name,
                        Describe(pattern),
                        other.Name,
                        Describe(otherPattern));
                }
            }
        }
    }

    private static void CheckCatchAll(List<EntityUse> entities, IEnumerable<EntityUse> unmatched, DiagnosticSink sink)
    {
        var others = string.Join("', '", entities.Where(static e => e.Pattern is not null).Select(static e => e.Name));
        var catchAll = entities.Where(static e => e.Pattern is null).ToList();
        foreach (var entity in catchAll.Where(_ => others.Length > 0))
        {
            sink.Report(Descriptors.NoDiscriminator, entity.Location, entity.Name, entity.Table, others);
        }

        foreach (var handler in unmatched.Where(_ => catchAll.Count > 0))
        {
            sink.Report(
                Descriptors.NeverMatches,
                handler.Location,
                handler.Name,
                $"'{catchAll[0].Name}' has neither a discriminator nor key prefixes and takes every record of table "
                + $"'{handler.Table}'");
        }
    }

    private static string Describe(PatternModel pattern)
    {
        var conditions = new (string Name, string? Value)[]
        {
            (pattern.Discriminator ?? "", pattern.DiscriminatorValue),
            ("partition key", pattern.KeyPrefix is { } key ? key + "*" : null),
            ("sort key", pattern.SortKeyPrefix is { } sort ? sort + "*" : null),
        };
        return string.Join(
            ", ", conditions.Where(static c => c.Value is not null).Select(static c => $"{c.Name} '{c.Value}'"));
    }
}
