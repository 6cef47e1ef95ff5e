using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// A compilation that equals another when both declare the same, whatever their bodies and layout are: then the
/// pipeline keeps the first one, with all that follows from it, and nothing is bound. Most keystrokes are of that kind.
/// </summary>
internal sealed class DeclaredProgram : IEquatable<DeclaredProgram>
{
    private readonly object _gate = new();
    private readonly string? _assembly;
    private readonly CompilationOptions _options;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly ImmutableArray<SyntaxTree> _trees;

    // Only until it is parsed: the pipeline keeps the program, and a compilation with its symbols is large.
    private CSharpCompilation? _compilation;
    private ImmutableArray<SyntaxNode> _candidates;
    private ParsedProgram? _parsed;

    /// <param name="compilation">The compilation.</param>
    /// <param name="candidates">The methods in it that have attributes.</param>
    public DeclaredProgram(CSharpCompilation compilation, ImmutableArray<SyntaxNode> candidates)
    {
        _compilation = compilation;
        _candidates = candidates;
        _assembly = compilation.AssemblyName;
        _options = compilation.Options;
        _references = compilation.ExternalReferences;
        _trees = compilation.SyntaxTrees;
    }

    /// <summary>Parses all handlers, once.</summary>
    public ParsedProgram Parse(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_parsed is null)
            {
                _parsed = ProgramParser.Parse(_compilation!, _candidates, cancellationToken);
                _compilation = null;
                _candidates = [];
            }

            return _parsed;
        }
    }

    /// <summary>What is wrong, with the places as they are in a compilation that declares the same.</summary>
    public EquatableArray<DiagnosticInfo> DiagnosticsIn(
        CSharpCompilation compilation, CancellationToken cancellationToken) => Parse(cancellationToken).Diagnostics
            .Select(d => d with { Location = d.Location is null ? null : Relocate(d.Location, compilation) })
            .ToEquatableArray();

    public bool Equals(DeclaredProgram? other) =>
        other is not null
        && _assembly == other._assembly
        && _options.Equals(other._options)
        && _references.SequenceEqual(other._references)
        && _trees.Length == other._trees.Length
        && _trees.Zip(other._trees, DeclareTheSame).All(static same => same);

    public override bool Equals(object? obj) => Equals(obj as DeclaredProgram);

    public override int GetHashCode() => _trees.Length;

    private static bool DeclareTheSame(SyntaxTree one, SyntaxTree other) => one == other
        || (one.FilePath == other.FilePath
            && one.Options.Equals(other.Options)
            && Declarations.AreSame(one.GetRoot(), other.GetRoot()));

    private Location Relocate(Location location, CSharpCompilation compilation)
    {
        var index = location.SourceTree is { } tree ? _trees.IndexOf(tree) : -1;
        if (index < 0 || compilation.SyntaxTrees[index] is var current && current == _trees[index])
        {
            return location;
        }

        var span = Declarations.Relocate(location.SourceSpan, _trees[index].GetRoot(), current.GetRoot());
        return Location.Create(current, span);
    }
}
