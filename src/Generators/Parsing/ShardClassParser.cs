using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Describes handler classes of which there is an instance for each run of a shard.</summary>
internal static class ShardClassParser
{
    private const string PerShard = "PerShard";
    private const string FlushSeconds = "FlushSeconds";
    private const string FlushCount = "FlushCount";

    // The ranges that HandlerAttribute documents.
    private static readonly (string Name, int Min, int Max)[] Ranges = [(FlushSeconds, 1, 3600), (FlushCount, 1, 100_000)];

    /// <summary>Whether instances collect changes until they are flushed.</summary>
    public static bool IsBuffer(INamedTypeSymbol type) => type.AllInterfaces.Any(IsBufferInterface);

    /// <summary>Whether the interface is one of those that only classes per shard are called by.</summary>
    public static bool IsShardInterface(INamedTypeSymbol type) =>
        type.Is("DynamoHandlers", "IShardHandler") || IsBufferInterface(type) || IsStateInterface(type);

    /// <returns>
    /// Null for a class that lives otherwise. Where something is wrong it is reported, and what is returned cannot be used.
    /// </returns>
    public static ShardClassModel? Parse(INamedTypeSymbol type, StateParser states, DiagnosticSink sink)
    {
        var attribute = KnownAttributes.Handler(type);
        var isPerShard = attribute?.Named(PerShard) is true;
        CheckInterfaces(type, isPerShard, sink);
        if (attribute is null)
        {
            return null;
        }

        CheckFlushing(attribute, type, isPerShard && IsBuffer(type), sink);
        if (!isPerShard)
        {
            return null;
        }

        if (attribute.Named("Lifetime") is not null)
        {
            Report(type, attribute, "Lifetime", "with PerShard instances live as long as the run of a shard; leave out Lifetime", sink);
        }

        return new(
            attribute.Named(FlushSeconds) as int?, attribute.Named(FlushCount) as int?, ParseState(type, states, sink));
    }

    private static StateModel? ParseState(INamedTypeSymbol type, StateParser states, DiagnosticSink sink)
    {
        var kept = type.AllInterfaces.Where(IsStateInterface).ToList();
        if (kept.Count > 1)
        {
            sink.Report(
                Descriptors.InvalidShardClass,
                type.SourceLocation(),
                type.ToDisplayName(),
                $"it implements IShardState for {string.Join(" and ", kept.Select(static i => $"'{i.TypeArguments[0].ToDisplayName()}'"))}; "
                + "keep one state that holds all");
            return null;
        }

        return kept is [var one] ? states.Parse(one.TypeArguments[0], type.SourceLocation()) : null;
    }

    private static void CheckInterfaces(INamedTypeSymbol type, bool isPerShard, DiagnosticSink sink)
    {
        var found = type.AllInterfaces.Where(IsShardInterface).ToList();
        if (isPerShard || found.Count == 0)
        {
            return;
        }

        // The most telling one: each of the others is an IShardHandler too.
        var named = found.Find(IsBufferInterface) ?? found.Find(IsStateInterface) ?? found[0];
        sink.Report(
            Descriptors.InvalidShardClass,
            type.SourceLocation(),
            type.ToDisplayName(),
            $"it implements {named.Name}, which nothing calls unless there is an instance for each shard; "
            + "write [Handler(PerShard = true)]");
    }

    private static void CheckFlushing(AttributeData attribute, INamedTypeSymbol type, bool flushes, DiagnosticSink sink)
    {
        foreach (var (name, min, max) in Ranges)
        {
            if (attribute.Named(name) is not int value)
            {
                continue;
            }

            if (!flushes)
            {
                Report(type, attribute, name, $"{name} is for classes that implement IShardBuffer and say PerShard = true", sink);
            }
            else if (value < min || value > max)
            {
                Report(type, attribute, name, $"{name} is {value}, but must be from {min} to {max}", sink);
            }
        }
    }

    private static bool IsBufferInterface(INamedTypeSymbol type) => type.Is("DynamoHandlers", "IShardBuffer");

    private static bool IsStateInterface(INamedTypeSymbol type) => type.Is("DynamoHandlers", "IShardState", 1);

    private static void Report(
        INamedTypeSymbol type, AttributeData attribute, string argument, string reason, DiagnosticSink sink) => sink.Report(
            Descriptors.InvalidShardClass,
            ((AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax()).PlaceOfArgument(argument),
            type.ToDisplayName(),
            reason);
}
