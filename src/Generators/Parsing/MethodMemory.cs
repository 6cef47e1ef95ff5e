using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Remembers what annotated methods gave, from one compilation to the next, for as long as edits touch no declaration.
/// The compiler calls the transform of every method after each keystroke, with symbols that it has to bind anew; most
/// keystrokes are in the body of some method, where nothing depends on them.
/// </summary>
internal sealed class MethodMemory
{
    private static readonly ConditionalWeakTable<Compilation, MethodMemory> Known = new();

    // By assembly: one process compiles many. The compiler itself keeps its last compilation until the next is done.
    private static readonly ConcurrentDictionary<string, WeakReference<Compilation>> Latest = new();

    private readonly ConcurrentDictionary<(string Method, ChangeSet Changes, int Arity), ParsedMethod> _parsed = new();

    public static MethodMemory Of(Compilation compilation) => Known.GetValue(compilation, Create);

    /// <summary>Parses the annotations of one kind on a method, unless that is known.</summary>
    public ParsedMethod GetOrParse(IMethodSymbol method, ChangeSet changes, int arity, Func<ParsedMethod> parse)
    {
        // The two parts of a partial method are one symbol's, and each has attributes of its own.
        var isPartial = method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null;
        if (isPartial || method.GetDocumentationCommentId() is not { } id)
        {
            return parse();
        }

        if (_parsed.TryGetValue((id, changes, arity), out var known))
        {
            return known;
        }

        var parsed = parse();
        if (parsed.Diagnostics.Count == 0)
        {
            // Diagnostics have places in the text, which move with every line.
            _parsed.TryAdd((id, changes, arity), parsed);
        }

        return parsed;
    }

    private static MethodMemory Create(Compilation compilation)
    {
        var assembly = compilation.AssemblyName ?? "";
        var known = Latest.TryGetValue(assembly, out var reference)
            && reference.TryGetTarget(out var previous)
            && DeclareTheSame(previous, compilation)
            && Known.TryGetValue(previous, out var memory)
                ? memory
                : null;
        Latest[assembly] = new(compilation);
        return known ?? new();
    }

    private static bool DeclareTheSame(Compilation one, Compilation other) =>
        one.Options.Equals(other.Options)
        && one.ExternalReferences.SequenceEqual(other.ExternalReferences)
        && one.SyntaxTrees.Count() == other.SyntaxTrees.Count()
        && one.SyntaxTrees.Zip(other.SyntaxTrees, static (a, b) => (Old: a, New: b))
            .Where(static pair => pair.Old != pair.New)
            .ToList() is var edited
        && (edited.Count == 0 || (edited is [var (before, after)] && DeclareTheSame(before, after)));

    // A user edits one file at a time, so that comparing two trees is all that there is to do.
    private static bool DeclareTheSame(SyntaxTree before, SyntaxTree after) =>
        before.FilePath == after.FilePath
        && before.Options.Equals(after.Options)
        && Declarations.Of(before.GetRoot()).SequenceEqual(Declarations.Of(after.GetRoot()));
}
