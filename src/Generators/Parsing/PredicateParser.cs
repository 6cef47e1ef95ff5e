using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds the method that a handler's <c>When</c> names.</summary>
internal static class PredicateParser
{
    public static CallModel? Parse(
        AttributeData annotation,
        AttributeSyntax syntax,
        IMethodSymbol handler,
        INamedTypeSymbol entity,
        string? diff,
        ChangeSet changes,
        DiagnosticSink sink)
    {
        if (annotation.Named("When") is not string name)
        {
            return null;
        }

        var handlerClass = handler.ContainingType;
        var candidates = handlerClass.SelfAndBases()
            .Select(t => t.GetMembers(name).OfType<IMethodSymbol>().ToList())
            .FirstOrDefault(static methods => methods.Count > 0) ?? [];
        if (WhyNot(candidates, handlerClass) is { } reason)
        {
            sink.Report(
                Descriptors.InvalidPredicate,
                syntax.PlaceOfArgument("When"),
                $"{handlerClass.ToDisplayName()}.{name}",
                reason);
            return null;
        }

        var binder = new ParameterBinder(entity, diff, changes, Descriptors.InvalidPredicate, sink);
        return new(name, IsStatic: true, binder.BindPredicate(candidates[0], BatchParser.TakesBatch(handler)));
    }

    private static string? WhyNot(List<IMethodSymbol> candidates, INamedTypeSymbol handlerClass) => candidates switch
    {
        [] => $"'{handlerClass.ToDisplayName()}' has no method of that name",
        [_, _, ..] => "there are several methods of that name",
        [{ IsStatic: false }] => "it is not static",
        [{ IsGenericMethod: true }] => "it has type parameters",
        [{ ReturnType.SpecialType: not SpecialType.System_Boolean }] => "it does not return bool",
        [var method] when !HandlerClassParser.IsAccessible(method) =>
            "it is private or protected; make it internal or public",
        _ => null,
    };
}
