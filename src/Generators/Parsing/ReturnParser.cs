using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides by a handler's return type how to learn that it is done.</summary>
internal static class ReturnParser
{
    /// <param name="method">The handler.</param>
    /// <param name="isBatch">Whether it may say which changes of a batch failed.</param>
    /// <param name="sink">Where diagnostics go.</param>
    public static ReturnShape Parse(IMethodSymbol method, bool isBatch, DiagnosticSink sink)
    {
        if (method.ReturnsVoid)
        {
            if (method.IsAsync || method.PartialImplementationPart is { IsAsync: true })
            {
                sink.Report(Descriptors.AsyncVoid, method.SourceLocation(), method.ToDisplayName());
            }

            return ReturnShape.Void;
        }

        var shape = ShapeOf(method.ReturnType);
        if (shape is null || (IsResult(shape.Value) && !isBatch))
        {
            sink.Report(
                Descriptors.InvalidSignature,
                method.SourceLocation(),
                method.ToDisplayName(),
                $"it returns '{method.ReturnType.ToDisplayName()}'; {Expected(method, shape, isBatch)}");
        }

        return shape ?? ReturnShape.ValueTask;
    }

    private static ReturnShape? ShapeOf(ITypeSymbol type) => type switch
    {
        _ when IsResult(type) => ReturnShape.BatchResult,
        _ when type.Is("System.Threading.Tasks", "Task") => ReturnShape.Task,
        _ when type.Is("System.Threading.Tasks", "ValueTask") => ReturnShape.ValueTask,
        INamedTypeSymbol { TypeArguments: [var result] } when IsResult(result) => type switch
        {
            _ when type.Is("System.Threading.Tasks", "Task", 1) => ReturnShape.TaskOfBatchResult,
            _ when type.Is("System.Threading.Tasks", "ValueTask", 1) => ReturnShape.ValueTaskOfBatchResult,
            _ => null,
        },
        _ => null,
    };

    private static bool IsResult(ITypeSymbol type) => type.Is("DynamoHandlers", "BatchResult");

    private static bool IsResult(ReturnShape shape) =>
        shape is ReturnShape.BatchResult or ReturnShape.TaskOfBatchResult or ReturnShape.ValueTaskOfBatchResult;

    private static string Expected(IMethodSymbol method, ReturnShape? shape, bool isBatch) => (shape, isBatch) switch
    {
        (not null, _) when BatchParser.TakesBatch(method) =>
            "a handler of windows is done with all of its changes or, if it throws, with none; return void, Task or ValueTask",
        (not null, _) => "a BatchResult is for handlers that take IReadOnlyList<Change<T>>; return void, Task or ValueTask",
        (_, true) => "return void, Task or ValueTask, or BatchResult, alone or in a Task or ValueTask",
        _ => "return void, Task or ValueTask",
    };
}
