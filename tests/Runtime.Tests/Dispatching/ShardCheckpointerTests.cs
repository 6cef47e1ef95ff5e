using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;
using DynamoHandlers.Runtime.Tests.Leasing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Dispatching;

public sealed class ShardCheckpointerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_writes_how_far_the_shard_is_done_and_nothing_when_nothing_is_new()
    {
        var (rows, hold, checkpointer) = await MakeAsync();
        var requests = 0;
        rows.Connection.Before = _ => Task.FromResult(++requests);

        Assert.True(await checkpointer.FlushAsync(Stop));
        Assert.Equal(0, requests);
        checkpointer.Done(new SequenceNumber("1"));
        checkpointer.Done(new SequenceNumber("5"));
        Assert.True(await checkpointer.FlushAsync(Stop));
        Assert.True(await checkpointer.FlushAsync(Stop));

        Assert.Equal(1, requests);
        Assert.Equal(new SequenceNumber("5"), (await rows.GetAsync("s")).Checkpoint.After);
        Assert.Equal(new SequenceNumber("5"), hold.Committed.After);
    }

    [Fact]
    public async Task It_never_goes_back()
    {
        var (_, _, checkpointer) = await MakeAsync();
        checkpointer.Done(new SequenceNumber("5"));

        Assert.Throws<InvalidOperationException>(() => checkpointer.Done(new SequenceNumber("4")));
        checkpointer.Done(new SequenceNumber("10"));

        Assert.Equal(new SequenceNumber("10"), checkpointer.Reached.After);
    }

    [Fact]
    public async Task A_refused_commit_loses_the_lease_and_nothing_more_is_sent()
    {
        var (rows, hold, checkpointer) = await MakeAsync();
        await rows.Leases.TakeAsync(await rows.GetAsync("s"), "b", fromDead: false, Stop);
        checkpointer.Done(new SequenceNumber("1"));

        Assert.False(await checkpointer.FlushAsync(Stop));

        Assert.True(hold.Lost.IsCancellationRequested);
        Assert.False(hold.IsHeld);
        var requests = 0;
        rows.Connection.Before = _ => Task.FromResult(++requests);
        Assert.False(await checkpointer.ReleaseAsync(Stop));
        Assert.False(await checkpointer.FinishAsync([LeaseRows.Key("child")], Stop));
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task One_write_is_under_way_at_a_time()
    {
        var (rows, _, checkpointer) = await MakeAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (underWay, most) = (0, 0);
        rows.Connection.Before = async _ =>
        {
            most = Math.Max(most, ++underWay);
            await answer.Task;
        };
        rows.Connection.After = _ => Task.FromResult(--underWay);
        checkpointer.Done(new SequenceNumber("1"));
        var first = checkpointer.FlushAsync(Stop).AsTask();
        checkpointer.Done(new SequenceNumber("2"));
        var second = checkpointer.ReleaseAsync(Stop).AsTask();
        answer.SetResult();

        Assert.True(await first);
        Assert.True(await second);
        Assert.Equal(1, most);
        Assert.Equal(new SequenceNumber("2"), (await rows.GetAsync("s")).Checkpoint.After);
    }

    [Fact]
    public async Task A_flush_that_comes_after_the_end_writes_nothing()
    {
        var (rows, hold, checkpointer) = await MakeAsync();
        checkpointer.Done(new SequenceNumber("1"));
        Assert.True(await checkpointer.FinishAsync([LeaseRows.Key("child")], Stop));
        var requests = 0;
        rows.Connection.Before = _ => Task.FromResult(++requests);

        await checkpointer.FlushAsync(Stop);

        Assert.Equal(0, requests);
        Assert.False(hold.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Without_known_children_the_shard_only_ends()
    {
        var (rows, _, checkpointer) = await MakeAsync();

        Assert.True(await checkpointer.FinishAsync([], Stop));

        Assert.Equal(LeaseState.Ended, (await rows.GetAsync("s")).State);
    }

    private static async Task<(LeaseRows Rows, LeaseHold Hold, ShardCheckpointer Checkpointer)> MakeAsync()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        return (rows, hold, new ShardCheckpointer(hold, rows.Leases, new WorkerMeter()));
    }
}
