using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Tells tasks that are known to be done, whose result can be had without waiting. It follows no control flow: what
/// the method awaited or asked about further up counts as done, so that no one is warned of what is right.
/// </summary>
internal static class CompletedTasks
{
    public static bool Contain(IOperation task, ImmutableArray<IOperation> blocks)
    {
        task = Unwrap(task);
        if (task is IAwaitOperation)
        {
            return true; // (await Task.WhenAny(one, other)).Result
        }

        var symbol = SymbolOf(task);
        var earlier = blocks.SelectMany(static b => b.DescendantsAndSelf())
            .Where(o => o.Syntax.Span.End <= task.Syntax.SpanStart);
        return IsOfContinuation(task)
            || earlier.Any(o => AwaitsSeveral(o) || (symbol is not null && Settles(o, symbol)));
    }

    // Which of the tasks are among those awaited together cannot be told: they may come out of a list.
    private static bool AwaitsSeveral(IOperation operation) => operation is IInvocationOperation
    {
        TargetMethod: { Name: "WhenAll" or "WhenAny" or "WhenEach", ContainingType.Name: "Task" },
    };

    private static bool Settles(IOperation operation, ISymbol task) => operation switch
    {
        IAwaitOperation wait => wait.Descendants().Any(o => Is(o, task)),
        IPropertyReferenceOperation { Instance: { } instance, Property.Name: var name } =>
            Is(Unwrap(instance), task) && name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "Status",
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Wait" } => Is(Unwrap(instance), task),
        _ => false,
    };

    private static bool IsOfContinuation(IOperation task)
    {
        if (task is not IParameterReferenceOperation { Parameter.ContainingSymbol: var function })
        {
            return false;
        }

        for (var current = task.Parent; current is not null; current = current.Parent)
        {
            if (current is IInvocationOperation { TargetMethod.Name: "ContinueWith" } call
                && call.Arguments.SelectMany(static a => a.Descendants()).OfType<IAnonymousFunctionOperation>()
                    .Any(f => SymbolEqualityComparer.Default.Equals(f.Symbol, function)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IOperation operation, ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(SymbolOf(operation), symbol);

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    };

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion
                ? conversion.Operand
                : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }
}
