using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Rewinding;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class LeaseStoreRewindTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RewindRequest ToBeginning { get; } = new(RewindPosition.TrimHorizon, "TrimHorizon 1");

    [Fact]
    public async Task A_rewind_takes_the_next_epoch_and_keeps_what_was_done_in_mind()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.CheckpointAsync(hold, At(20), Stop);
        var time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        var request = new RewindRequest(RewindPosition.At(time), $"{RewindPosition.At(time)} 1");
        Assert.True(await rows.Leases.RequestRewindAsync(await rows.GetAsync("s"), request, Stop));

        var rewound = await rows.Leases.RewindAsync(await rows.GetAsync("s"), request, isFree: false, Stop);

        Assert.Equal(("a", 2L, (RewindRequest?)null), (rewound!.Owner, rewound.Epoch, rewound.Request));
        Assert.True(rewound.Checkpoint.IsBeginning);
        Assert.Equal((time, At(20), request.Text), (rewound.From, rewound.Until, rewound.Rewound));
    }

    [Theory]
    [InlineData(0, 10, 0, 20)]
    [InlineData(10, 0, 0, 20)]
    [InlineData(10, null, null, 5)]
    [InlineData(null, 10, 10, 5)]
    public async Task A_rewind_while_an_earlier_one_is_carried_out_brings_what_that_was_to_bring(
        int? first, int? second, int? from, int until)
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.ReleaseAsync(hold, At(20), Stop);
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        await rows.Leases.RewindAsync(await rows.GetAsync("s"), To(first, "1"), isFree: true, Stop);
        var again = rows.Hold((await rows.Leases.TakeAsync(await rows.GetAsync("s"), "a", fromDead: false, Stop))!);
        await rows.Leases.ReleaseAsync(again, At(5), Stop);

        var rewound = await rows.Leases.RewindAsync(await rows.GetAsync("s"), To(second, "2"), isFree: true, Stop);

        Assert.Equal(from is null ? DateTimeOffset.MinValue : noon.AddMinutes(from.Value), rewound!.From);
        Assert.Equal(At(until), rewound.Until);

        RewindRequest To(int? minutes, string id) =>
            new(minutes is null ? RewindPosition.TrimHorizon : RewindPosition.At(noon.AddMinutes(minutes.Value)), id);
    }

    [Fact]
    public async Task A_free_lease_is_rewound_only_as_it_was_seen()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Leases.CreateAsync(LeaseRows.Key("s"), parentShardId: null, gateOpen: true, Stop);
        var seen = await rows.GetAsync("s");
        await rows.Leases.TakeAsync(seen, "a", fromDead: false, Stop);

        Assert.Null(await rows.Leases.RewindAsync(seen, ToBeginning, isFree: true, Stop));

        Assert.Equal(("a", 1L), ((await rows.GetAsync("s")).Owner, (await rows.GetAsync("s")).Epoch));
    }

    [Fact]
    public async Task A_rewind_that_is_sent_again_finds_what_it_has_done()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.TakeAsync("s", "a");
        await rows.Leases.RequestRewindAsync(await rows.GetAsync("s"), ToBeginning, Stop);
        var seen = await rows.GetAsync("s");

        var first = await rows.Leases.RewindAsync(seen, ToBeginning, isFree: false, Stop);
        var again = await rows.Leases.RewindAsync(seen, ToBeginning, isFree: false, Stop);

        Assert.Equal((2L, 2L), (first!.Epoch, again!.Epoch));
    }

    [Fact]
    public async Task A_shard_that_is_to_be_rewound_is_not_finished_and_its_lease_says_why()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.RequestRewindAsync(await rows.GetAsync("s"), ToBeginning, Stop);

        Assert.Equal(CommitResult.Lost, await rows.Leases.FinishAsync(hold, [LeaseRows.Key("child")], Stop));
        Assert.Equal(CommitResult.Lost, await rows.Leases.EndAsync(hold, Stop));

        Assert.True(hold.IsToBeRewound);
        Assert.Equal(["s"], (await rows.AllAsync()).Keys);
        Assert.Equal((LeaseState.Open, ToBeginning), ((await rows.GetAsync("s")).State, (await rows.GetAsync("s")).Request));
    }

    [Fact]
    public async Task Checkpoints_go_on_until_the_rewind_and_are_refused_after_it()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.RequestRewindAsync(await rows.GetAsync("s"), ToBeginning, Stop);

        Assert.Equal(CommitResult.Committed, await rows.Leases.CheckpointAsync(hold, At(10), Stop));
        await rows.Leases.RewindAsync(await rows.GetAsync("s"), ToBeginning, isFree: false, Stop);
        Assert.Equal(CommitResult.Lost, await rows.Leases.CheckpointAsync(hold, At(20), Stop));

        Assert.True((await rows.GetAsync("s")).Checkpoint.IsBeginning);
    }

    [Fact]
    public async Task Of_two_requests_the_first_counts_and_one_of_an_epoch_that_is_over_does_not()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.TakeAsync("s", "a");
        var seen = await rows.GetAsync("s");

        Assert.True(await rows.Leases.RequestRewindAsync(seen, ToBeginning, Stop));
        Assert.False(await rows.Leases.RequestRewindAsync(seen, new(RewindPosition.TrimHorizon, "TrimHorizon 2"), Stop));
        await rows.Leases.RewindAsync(await rows.GetAsync("s"), ToBeginning, isFree: false, Stop);
        Assert.False(await rows.Leases.RequestRewindAsync(seen, ToBeginning, Stop));

        Assert.Null((await rows.GetAsync("s")).Request);
    }

    [Fact]
    public async Task A_lease_of_a_generation_that_is_over_can_neither_be_taken_nor_committed_to()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.CloseAsync(LeaseRows.Key("s"), Stop);
        await rows.Leases.CloseAsync(LeaseRows.Key("s"), Stop);

        Assert.Equal(CommitResult.Lost, await rows.Leases.CheckpointAsync(hold, At(10), Stop));
        Assert.Null(await rows.Leases.TakeAsync(await rows.GetAsync("s"), "b", fromDead: true, Stop));

        var lease = await rows.GetAsync("s");
        Assert.Equal((LeaseState.Closed, null, 2L, false), (lease.State, lease.Owner, lease.Epoch, lease.IsRunnable));
    }

    private static Checkpoint At(int number) => Checkpoint.AfterRecord(new SequenceNumber($"{number}"));
}
