using System.Globalization;
using System.Text;
using DynamoHandlers;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace AotEntities;

/// <summary>What windows and instances per shard keep.</summary>
internal sealed record Tally
{
    public int Count { get; set; }

    public Dictionary<string, decimal> Sums { get; init; } = [];

    public List<Tally> Before { get; init; } = [];
}

/// <summary>A handler of windows.</summary>
internal static class Tallies
{
    [OnWindow<Total>(Seconds = 300, When = nameof(IsPositive))]
    internal static async Task Add(IReadOnlyList<Change<Total>> changes, Window<Tally> window)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        window.State = window.IsFinal
            ? new() { Before = [window.State!] }
            : TallyBuffer.Add(window.State, changes.Select(static c => c.New));
    }

    internal static bool IsPositive(Total total) => total.Sum > 0;
}

/// <summary>A handler class with an instance for each run of a shard.</summary>
[Handler(PerShard = true, FlushSeconds = 7)]
internal sealed class TallyBuffer : IShardBuffer, IShardState<Tally>
{
    public Tally? State { get; set; }

    [OnInsert]
    public void Inserted(Total total) => State = Add(State, [total]);

    public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
    {
        transaction.UpdateTotal("all", 0).AddSum(State!.Sums.Values.Sum());
        return default;
    }

    internal static Tally Add(Tally? tally, IEnumerable<Total> totals)
    {
        tally ??= new();
        foreach (var total in totals)
        {
            tally.Count++;
            tally.Sums[total.Customer] = tally.Sums.GetValueOrDefault(total.Customer) + total.Sum;
        }

        return tally;
    }
}

/// <summary>What a Native AOT program keeps of state.</summary>
internal sealed class States : IDynamoHandlersBuilder, IServiceProvider
{
    private readonly DeliverySource _source = new("arn", "Totals", "shard", "worker");
    private readonly List<HandlerDescriptor> _handlers = [];

    public IServiceCollection Services { get; } = new ServiceCollection();

    public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler)
    {
        _handlers.Add(handler);
        return this;
    }

    public object? GetService(Type serviceType) => serviceType == typeof(TallyBuffer) ? new TallyBuffer() : null;

    /// <summary>Whether a window's state is handed from call to call.</summary>
    public static bool AreHandedOn()
    {
        var states = new States();
        TalliesDispatcher.AddTo(states);
        var state = states.CallWindow(null, isFinal: false, ("a", 1.5m), ("b", 2), ("a", -1), ("a", 3));
        state = states.CallWindow(state, isFinal: false, ("b", 1));
        var ended = states.CallWindow(state, isFinal: true);
        return TallyImage.Read(state) is { Count: 4, Before: [] } tally
            && tally.Sums is { Count: 2 } sums && sums["a"] == 4.5m && sums["b"] == 3
            && TallyImage.Read(ended) is { Count: 0, Before: [{ Count: 4 } before] } && before.Sums["a"] == 4.5m
            && states._handlers is [{ WindowSize.TotalSeconds: 300, UsesTransaction: false }];
    }

    /// <summary>Whether an instance's state goes to the instance of the next run.</summary>
    public static bool AreRestored()
    {
        var states = new States();
        TallyBufferDispatcher.AddTo(states);
        var handler = states._handlers[0];
        var shard = handler.Shard!;
        var (one, other) = (shard.Create(states), shard.Create(states));
        shard.Restore!(one, null);
        var empty = shard.Save!(one);
        states._source.Instances = new Dictionary<Type, object> { [shard.Type] = one };
        Wait(handler.Invoke!(new HandlerCall(Page(("a", 1.5m))[0], states._source, 1, states, default)));
        shard.Restore(other, shard.Save(one));
        var transaction = new ChangeTransaction();
        Wait(((IShardBuffer)other).FlushAsync(transaction, default));
        return empty is null
            && one != other
            && ((TallyBuffer)other).State is { Count: 1 } tally && tally.Sums["a"] == 1.5m
            && transaction.Items[0].Update.ExpressionAttributeValues[":0"].N == "1.5"
            && shard is { FlushInterval.TotalSeconds: 7, FlushCount: 10_000 };
    }

    private byte[] CallWindow(byte[]? state, bool isFinal, params (string Customer, decimal Sum)[] totals)
    {
        var page = Page(totals);
        var window = new WindowCall
        {
            Start = DateTimeOffset.UnixEpoch,
            End = DateTimeOffset.UnixEpoch.AddMinutes(5),
            IsFinal = isFinal,
            State = state,
        };
        var records = Enumerable.Range(0, totals.Length).Select(i => page[i]).ToList();
        var call = new BatchCall(records, _source, 1, this, default) { WindowCall = window };
        Wait(new ValueTask(_handlers[0].InvokeBatch!(call).AsTask()));
        return window.State!;
    }

    // Nothing in here waits for anything.
    private static void Wait(ValueTask call)
    {
        if (!call.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The call is not done: {call.AsTask().Exception}");
        }
    }

    private static RecordPage Page(params (string Customer, decimal Sum)[] totals)
    {
        var records = totals.Select(static total => $$$"""
            {"eventID":"e","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","ApproximateCreationDateTime":1,
             "Keys":{"Customer":{"S":"{{{total.Customer}}}"},"Year":{"N":"1"}},
             "NewImage":{"Customer":{"S":"{{{total.Customer}}}"},"Year":{"N":"1"},"Sum":{"N":"{{{total.Sum.ToString(CultureInfo.InvariantCulture)}}}"}}
            }}
            """);
        return RecordPage.Parse(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(",", records)}}]}"""));
    }
}
