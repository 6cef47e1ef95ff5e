using Amazon.DynamoDBv2;
using DynamoHandlers.Testing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>
/// One worker's way to the service and its clock, both of which a test can interfere with.
/// </summary>
internal sealed class Connection
{
    private TaskCompletionSource? _frozen;

    public Connection(InMemoryDynamoDb db, TimeProvider clock)
    {
        Clock = new WorkerClock(clock);
        Tables = new InterceptedTables(db.Client, this);
        Streams = new InterceptedStreams(db.Streams, this);
    }

    public WorkerClock Clock { get; }

    /// <summary>How often the worker was frozen or thawed. Odd while it is frozen.</summary>
    public int Interruptions { get; private set; }

    public IAmazonDynamoDB Tables { get; }

    public IStreamClient Streams { get; }

    /// <summary>Called before a request reaches the service; what it throws, the worker gets.</summary>
    public Func<Call, Task>? Before { get; set; }

    /// <summary>Called after a request has taken effect; what it throws, the worker gets instead of the answer.</summary>
    public Func<Call, Task>? After { get; set; }

    /// <summary>Shards that listings leave out.</summary>
    public IReadOnlySet<string> Hidden { get; set; } = new HashSet<string>();

    /// <summary>Closed shards that listings show as open still.</summary>
    public IReadOnlySet<string> ShownOpen { get; set; } = new HashSet<string>();

    /// <summary>Stops the worker: its clock, its requests, and the answers to those under way.</summary>
    public void Freeze()
    {
        Interruptions++;
        _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Clock.Freeze();
    }

    public void Thaw(bool clockStoodStill = false)
    {
        Interruptions++;
        Clock.Thaw(clockStoodStill);
        _frozen?.SetResult();
        _frozen = null;
    }

    /// <summary>Makes every request to the tables fail, until it is mended by null.</summary>
    public void Cut() => Before = static call => call.IsStream ? Task.CompletedTask : throw new HttpRequestException("unreachable");

    public async Task<T> SendAsync<T>(Call call, Func<Task<T>> send)
    {
        await PassAsync(Before, call);
        var answer = await send();
        await PassAsync(After, call);
        return answer;
    }

    private async Task PassAsync(Func<Call, Task>? interference, Call call)
    {
        await (_frozen?.Task ?? Task.CompletedTask);
        if (interference is not null)
        {
            await interference(call);
        }
    }
}

/// <summary>A request on its way.</summary>
/// <param name="Operation">The operation's name in the service.</param>
/// <param name="Request">The request of the SDK; null for streams.</param>
/// <param name="Stop">The caller's token.</param>
internal sealed record Call(string Operation, object? Request, CancellationToken Stop)
{
    public bool IsStream => Request is null;
}
