using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Workers;

namespace DynamoHandlers.Runtime.Tests.Leasing.Workers;

public sealed class WorkerStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_joins_alive_with_its_own_lease_duration()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Workers.JoinAsync(NewWorker("a") with { Capacity = 7, Was = "old" }, Stop);

        var row = await rows.WorkerAsync("a");

        Assert.Equal(new("a", WorkerState.Live, 1, LeaseRows.Duration) { Capacity = 7, Was = "old", Streams = row.Streams }, row);
        Assert.Equal([LeaseRows.Stream], row.Streams);
    }

    [Fact]
    public async Task A_row_that_is_no_workers_is_passed_over()
    {
        var rows = await JoinedAsync();
        var foreign = Row.Key("W", "somebody's note");
        foreign["text"] = Row.Text("do not delete");
        await rows.Db.Client.PutItemAsync(LeaseRows.TableName, foreign, Stop);

        Assert.Equal(["a"], (await rows.Workers.ReadAllAsync(Stop)).Select(static row => row.Identity));
    }

    [Fact]
    public async Task A_living_worker_can_say_that_it_serves_another_stream()
    {
        var rows = await JoinedAsync();
        var other = new StreamKey("Items", "later");
        await rows.Workers.ServeAsync("a", other, Stop);
        await rows.Workers.ServeAsync("a", other, Stop);

        Assert.Equal([LeaseRows.Stream, other], (await rows.WorkerAsync("a")).Streams.OrderBy(static stream => stream.Label));
    }

    [Fact]
    public async Task Who_is_dead_or_has_no_row_serves_nothing_more()
    {
        var rows = await JoinedAsync();
        await rows.Workers.BuryAsync("a", 1, Stop);
        await rows.Workers.ServeAsync("a", new("Items", "later"), Stop);
        await rows.Workers.ServeAsync("nobody", new("Items", "later"), Stop);

        Assert.Equal([LeaseRows.Stream], Assert.Single(await rows.Workers.ReadAllAsync(Stop)).Streams);
    }

    [Fact]
    public async Task Joining_again_does_not_revive_the_dead()
    {
        var rows = await JoinedAsync();
        await rows.Workers.BuryAsync("a", 1, Stop);

        await rows.Workers.JoinAsync(NewWorker("a"), Stop);

        Assert.Equal(WorkerState.Dead, (await rows.WorkerAsync("a")).State);
    }

    [Fact]
    public async Task A_heartbeat_rises_and_never_goes_back()
    {
        var rows = await JoinedAsync();

        Assert.True(await rows.Workers.BeatAsync("a", 3, Stop));
        Assert.True(await rows.Workers.BeatAsync("a", 2, Stop));

        Assert.Equal(3, (await rows.WorkerAsync("a")).Heartbeat);
    }

    [Fact]
    public async Task A_heartbeat_whose_answer_was_lost_and_that_was_sent_again_counts()
    {
        var rows = await JoinedAsync();
        await rows.Workers.BeatAsync("a", 2, Stop);

        Assert.True(await rows.Workers.BeatAsync("a", 2, Stop));
    }

    [Fact]
    public async Task A_buried_workers_heartbeat_is_refused()
    {
        var rows = await JoinedAsync();
        Assert.True(await rows.Workers.BuryAsync("a", 1, Stop));

        Assert.False(await rows.Workers.BeatAsync("a", 2, Stop));

        Assert.Equal((WorkerState.Dead, 1L), ((await rows.WorkerAsync("a")).State, (await rows.WorkerAsync("a")).Heartbeat));
    }

    [Fact]
    public async Task A_worker_whose_row_is_gone_is_told_so_and_does_not_get_it_back_by_beating()
    {
        var rows = await JoinedAsync();
        await rows.Db.Client.DeleteItemAsync(LeaseRows.TableName, Row.Key("W", "a"), Stop);

        Assert.False(await rows.Workers.BeatAsync("a", 2, Stop));

        Assert.Empty(await rows.Workers.ReadAllAsync(Stop));
    }

    [Fact]
    public async Task A_burial_is_refused_when_the_heartbeat_has_moved()
    {
        var rows = await JoinedAsync();
        await rows.Workers.BeatAsync("a", 2, Stop);

        Assert.False(await rows.Workers.BuryAsync("a", 1, Stop));

        Assert.True(await rows.Workers.BeatAsync("a", 3, Stop));
    }

    [Fact]
    public async Task A_missing_worker_is_buried_for_good_but_not_one_that_is_there()
    {
        var rows = await JoinedAsync();

        await rows.Workers.BuryMissingAsync("a", Stop);
        await rows.Workers.BuryMissingAsync("lost", Stop);
        await rows.Workers.JoinAsync(NewWorker("lost"), Stop);

        Assert.Equal(WorkerState.Live, (await rows.WorkerAsync("a")).State);
        Assert.Equal(WorkerState.Dead, (await rows.WorkerAsync("lost")).State);
    }

    [Fact]
    public async Task A_worker_beats_while_it_leaves_and_no_more_when_it_has_left()
    {
        var rows = await JoinedAsync();
        await rows.Workers.LeaveAsync("a", Stop);
        Assert.Equal(WorkerState.Leaving, (await rows.WorkerAsync("a")).State);
        Assert.True(await rows.Workers.BeatAsync("a", 2, Stop));

        await rows.Workers.GoneAsync("a", Stop);

        Assert.False(await rows.Workers.BeatAsync("a", 3, Stop));
        Assert.Equal(WorkerState.Left, (await rows.WorkerAsync("a")).State);
    }

    [Fact]
    public async Task Having_left_is_final()
    {
        var rows = await JoinedAsync();
        await rows.Workers.LeaveAsync("a", Stop);
        await rows.Workers.GoneAsync("a", Stop);

        Assert.False(await rows.Workers.BuryAsync("a", 1, Stop));
        await rows.Workers.LeaveAsync("a", Stop);
        await rows.Workers.JoinAsync(NewWorker("b") with { Was = "a" }, Stop);

        Assert.Equal(WorkerState.Left, (await rows.WorkerAsync("a")).State);
    }

    [Fact]
    public async Task The_dead_do_not_leave()
    {
        var rows = await JoinedAsync();
        await rows.Workers.BuryAsync("a", 1, Stop);

        await rows.Workers.LeaveAsync("a", Stop);
        await rows.Workers.GoneAsync("a", Stop);

        Assert.Equal(WorkerState.Dead, (await rows.WorkerAsync("a")).State);
    }

    [Fact]
    public async Task Who_comes_back_declares_its_old_identity_dead()
    {
        var rows = await JoinedAsync();

        await rows.Workers.JoinAsync(NewWorker("b") with { Was = "a" }, Stop);

        Assert.Equal(WorkerState.Dead, (await rows.WorkerAsync("a")).State);
        Assert.Equal(WorkerState.Live, (await rows.WorkerAsync("b")).State);
        Assert.False(await rows.Workers.BeatAsync("a", 2, Stop));
    }

    [Fact]
    public async Task Coming_back_after_a_row_that_was_never_written_makes_no_tombstone()
    {
        var rows = await LeaseRows.CreateAsync();

        await rows.Workers.JoinAsync(NewWorker("b") with { Was = "never joined" }, Stop);

        Assert.Equal(["b"], (await rows.Workers.ReadAllAsync(Stop)).Select(static row => row.Identity));
    }

    private static WorkerRow NewWorker(string identity) =>
        new(identity, WorkerState.Live, Heartbeat: 1, LeaseRows.Duration) { Streams = new HashSet<StreamKey> { LeaseRows.Stream } };

    private static async Task<LeaseRows> JoinedAsync()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Workers.JoinAsync(NewWorker("a"), Stop);
        return rows;
    }
}
