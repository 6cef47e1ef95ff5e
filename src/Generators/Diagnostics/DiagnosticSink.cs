using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Diagnostics;

/// <summary>Collects what a parser finds wrong.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    /// <summary>How many errors there are; what was parsed while it rose must be dropped.</summary>
    public int Errors { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) =>
        Add(new DiagnosticInfo(descriptor, location, arguments.ToEquatableArray()));

    /// <summary>Takes over diagnostics found elsewhere; those without a place get the given one.</summary>
    public void AddRange(IEnumerable<DiagnosticInfo> diagnostics, Location place)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic with { Location = diagnostic.Location ?? place });
        }
    }

    public EquatableArray<DiagnosticInfo> ToDiagnostics() => _diagnostics.Distinct().ToEquatableArray();

    private void Add(DiagnosticInfo diagnostic)
    {
        _diagnostics.Add(diagnostic);
        if (diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)
        {
            Errors++;
        }
    }
}
