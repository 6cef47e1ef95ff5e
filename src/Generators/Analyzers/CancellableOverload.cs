using System.Collections.Immutable;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Finds how a call that gets no cancellation token could get one.</summary>
internal static class CancellableOverload
{
    /// <summary>
    /// The parameter of the called method or of its overload; null if there is none, or the call has a token.
    /// </summary>
    public static IParameterSymbol? Find(IInvocationOperation call, IMethodSymbol caller, Compilation compilation)
    {
        var tokens = call.Arguments.Where(static a => a.Parameter is { } p && HandlerMethods.IsToken(p.Type))
            .ToImmutableArray();
        if (tokens.Length > 0)
        {
            return tokens is [{ ArgumentKind: ArgumentKind.DefaultValue, Parameter: var parameter }] ? parameter : null;
        }

        var method = call.TargetMethod;
        return call.Arguments.Any(static a => a.ArgumentKind == ArgumentKind.ParamArray)
            ? null
            : method.ContainingType.GetMembers(method.Name)
                .OfType<IMethodSymbol>()
                .Where(m => compilation.IsSymbolAccessibleWithin(m, caller.ContainingType) && !IsObsolete(m))
                .Select(m => TokenOf(m, method))
                .FirstOrDefault(static p => p is not null);
    }

    // The same parameters and then the token.
    private static IParameterSymbol? TokenOf(IMethodSymbol overload, IMethodSymbol method)
    {
        if (overload.Parameters.Length != method.Parameters.Length + 1
            || overload.Arity != method.Arity
            || overload.IsStatic != method.IsStatic)
        {
            return null;
        }

        var candidate = method.Arity == 0 ? overload : overload.Construct([.. method.TypeArguments]);
        var token = candidate.Parameters[^1];
        return HandlerMethods.IsToken(token.Type)
            && token.RefKind == RefKind.None
            && AreSame(candidate.ReturnType, method.ReturnType)
            && candidate.Parameters.Zip(method.Parameters, static (a, b) => a.RefKind == b.RefKind
                && AreSame(a.Type, b.Type)).All(static same => same)
                ? token
                : null;
    }

    private static bool AreSame(ITypeSymbol one, ITypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one, other);

    private static bool IsObsolete(IMethodSymbol method) =>
        method.GetAttributes().Any(static a => a.AttributeClass.Is("System", "ObsoleteAttribute"));
}
