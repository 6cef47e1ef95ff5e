using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>A call that blocks its thread.</summary>
/// <param name="Description">What it is called in messages.</param>
/// <param name="Task">The task that it waits for; null where there is none or there are several.</param>
internal sealed record BlockingCall(string Description, IOperation? Task)
{
    private const string Tasks = "System.Threading.Tasks";

    public static BlockingCall? Find(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } property
            when IsTask(property.Property.ContainingType) => new("Result of a task", task),
        IInvocationOperation call => FindCall(call),
        _ => null,
    };

    private static BlockingCall? FindCall(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return call.TargetMethod.Name switch
        {
            "Wait" when IsTask(type) => new("Wait of a task", call.Instance),
            "WaitAll" or "WaitAny" when type.Is(Tasks, "Task") => new($"Task.{call.TargetMethod.Name}", null),
            "Sleep" when type.Is("System.Threading", "Thread") => new("Thread.Sleep", null),
            "GetResult" when TaskOfAwaiter(call.Instance) is { } task =>
                new("GetResult of a task's awaiter", task),
            _ => null,
        };
    }

    private static bool IsTask(ITypeSymbol? type) =>
        type.Is(Tasks, "Task") || type.Is(Tasks, "Task", 1)
        || type.Is(Tasks, "ValueTask") || type.Is(Tasks, "ValueTask", 1);

    // x.GetAwaiter().GetResult(), perhaps with a ConfigureAwait before.
    private static IOperation? TaskOfAwaiter(IOperation? awaiter)
    {
        if (awaiter is not IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } awaited })
        {
            return null;
        }

        var task = awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured }
            ? configured
            : awaited;
        return IsTask(task.Type) ? task : null;
    }
}
