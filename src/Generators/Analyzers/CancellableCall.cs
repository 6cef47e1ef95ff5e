using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>A call without a cancellation token of a method that takes one, or has an overload that does.</summary>
/// <param name="Invocation">The call.</param>
/// <param name="Parameter">The parameter for the token.</param>
/// <param name="Token">The token at hand; null where there is none.</param>
/// <param name="CouldTakeHandlersToken">
/// Whether there is no token, but would be if the handler had a parameter for it.
/// </param>
internal sealed record CancellableCall(
    IInvocationOperation Invocation, IParameterSymbol Parameter, IParameterSymbol? Token, bool CouldTakeHandlersToken)
{
    /// <summary>Whether it is something to wait for, rather than a quick call.</summary>
    public bool IsAsynchronous => Invocation.Type is { } type
        && (type.Name is "Task" or "ValueTask" || type.Is("System.Collections.Generic", "IAsyncEnumerable", 1));

    /// <summary>Whether the token can stand last without its parameter's name.</summary>
    public bool IsPositional => Parameter.Ordinal == Positions
        && Arguments.All(static a => a.NameColon is null);

    /// <summary>The calls in a handler's body that could be cancelled.</summary>
    public static IEnumerable<CancellableCall> In(IOperation body, IMethodSymbol handler, Compilation compilation)
    {
        foreach (var invocation in body.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (!IsCleaningUp(invocation)
                && CancellableOverload.Find(invocation, handler, compilation) is { } parameter)
            {
                var (token, couldTake) = TokenAt(invocation, handler);
                yield return new(invocation, parameter, token, couldTake);
            }
        }
    }

    /// <summary>The name in a call, which is what diagnostics about it underline.</summary>
    public static SyntaxNode NameOf(SyntaxNode invocation) => invocation is InvocationExpressionSyntax call
        ? call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax member => member.Name,
            var other => other,
        }
        : invocation;

    private SeparatedSyntaxList<ArgumentSyntax> Arguments =>
        ((InvocationExpressionSyntax)Invocation.Syntax).ArgumentList.Arguments;

    // An extension method called as such has its first argument before the dot.
    private int Positions => Arguments.Count
        + (Invocation.TargetMethod.IsExtensionMethod && Invocation.Arguments.Length > 0
            && Invocation.Arguments[0].Syntax is not ArgumentSyntax ? 1 : 0);

    // What undoes or tidies up has to happen although, or just because, the handler is cancelled.
    private static bool IsCleaningUp(IOperation operation)
    {
        for (var current = operation; current.Parent is { } parent; current = parent)
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation { Finally: { } final } && final == current))
            {
                return true;
            }
        }

        return false;
    }

    private static (IParameterSymbol? Token, bool CouldTake) TokenAt(IOperation operation, IMethodSymbol handler)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            var function = current switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null && (OwnToken(function) is not null || function.IsStatic))
            {
                return (OwnToken(function), false);
            }

            if (current is IConversionOperation { Type: INamedTypeSymbol { Name: "Expression" } })
            {
                return (null, false); // An expression tree is data for someone else.
            }
        }

        return (OwnToken(handler), OwnToken(handler) is null);
    }

    private static IParameterSymbol? OwnToken(IMethodSymbol method) => method.Parameters.FirstOrDefault(
        static p => HandlerMethods.IsToken(p.Type) && p.RefKind == RefKind.None);
}
