using DynamoHandlers.Generators.Analyzers;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Reads <c>[OnWindow]</c>, and tells methods that can be called for windows from others.</summary>
internal static class WindowParser
{
    // What OnWindowAttribute documents.
    private const int DefaultSeconds = 60;
    private const int MaxSeconds = 86_400;

    /// <summary>
    /// Whether the method has <c>[OnWindow]</c> alone with one window and one list of changes, or neither it nor a window.
    /// </summary>
    public static bool Check(AttributeData annotation, IMethodSymbol method, DiagnosticSink sink)
    {
        var errors = sink.Errors;
        var windows = method.Parameters.Where(static p => KnownAttributes.IsWindow(p.Type)).ToList();
        if (!method.Annotations().Any(KnownAttributes.IsWindow))
        {
            foreach (var window in windows)
            {
                Report(window, "it takes a Window<TState>, but has no [OnWindow]", sink);
            }
        }
        else if (method.Annotations().Count() > 1)
        {
            Report(
                method, "it has other handler attributes besides [OnWindow]; give them a method of their own", sink);
        }
        else
        {
            var batches = method.Parameters.Where(static p => BatchParser.IsBatch(p.Type)).ToList();
            CheckOne(windows, "Window<TState>", method, sink);
            CheckOne(batches, "IReadOnlyList<Change<T>>", method, sink);
            CheckLength(annotation, method, sink);
        }

        return sink.Errors == errors;
    }

    /// <returns>Null for a handler of something else, or if the window's state cannot be kept, which is reported.</returns>
    public static WindowModel? Parse(AttributeData annotation, IMethodSymbol method, StateParser states)
    {
        if (!KnownAttributes.IsWindow(annotation))
        {
            return null;
        }

        var window = method.Parameters.First(static p => KnownAttributes.IsWindow(p.Type));
        var state = states.Parse(((INamedTypeSymbol)window.Type).TypeArguments[0], window.SourceLocation());
        return state is null ? null : new(annotation.Named("Seconds") as int? ?? DefaultSeconds, state);
    }

    private static void CheckOne(List<IParameterSymbol> found, string type, IMethodSymbol method, DiagnosticSink sink)
    {
        if (found.Count == 0)
        {
            Report(method, $"it takes no {type}", sink);
        }
        else if (found.Count > 1)
        {
            Report(found[1], $"it takes more than one {type}", sink);
        }
    }

    private static void CheckLength(AttributeData annotation, IMethodSymbol method, DiagnosticSink sink)
    {
        if (annotation.Named("Seconds") is int seconds and (< 1 or > MaxSeconds))
        {
            sink.Report(
                Descriptors.InvalidWindow,
                ((AttributeSyntax)annotation.ApplicationSyntaxReference!.GetSyntax()).PlaceOfArgument("Seconds"),
                method.ToDisplayName(),
                $"Seconds is {seconds}, but must be from 1 to {MaxSeconds}");
        }
    }

    private static void Report(ISymbol symbol, string reason, DiagnosticSink sink) => sink.Report(
        Descriptors.InvalidWindow,
        symbol.SourceLocation(),
        (symbol is IParameterSymbol ? symbol.ContainingSymbol : symbol).ToDisplayName(),
        reason);
}
