using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class LeaseStoreFinishTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly LeaseKey[] Children = [LeaseRows.Key("c1"), LeaseRows.Key("c2")];

    [Fact]
    public async Task Finishing_a_shard_opens_its_children_as_the_same_workers_own()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");

        Assert.Equal(CommitResult.Committed, await rows.Leases.FinishAsync(hold, Children, Stop));

        var parent = await rows.GetAsync("p");
        Assert.Equal((LeaseState.Finished, null, true), (parent.State, parent.Owner, parent.Checkpoint.IsEnd));
        foreach (var child in Children)
        {
            var lease = await rows.GetAsync(child.ShardId);
            Assert.Equal((true, "a", 1L, "p"), (lease.IsRunnable, lease.Owner, lease.Epoch, lease.ParentShardId));
            Assert.True(lease.Checkpoint.IsBeginning);
        }
    }

    [Fact]
    public async Task A_child_that_is_leased_but_shut_is_opened_and_its_epoch_rises()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.CreateAsync(Children[0], "p", gateOpen: false, Stop);
        await rows.EditAsync(Children[0], "SET ep = :ep", new() { [":ep"] = Row.Number(7) });

        await rows.Leases.FinishAsync(hold, Children, Stop);

        var child = await rows.GetAsync("c1");
        Assert.Equal((true, "a", 8L), (child.IsRunnable, child.Owner, child.Epoch));
    }

    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public async Task A_child_that_is_open_already_is_left_alone(string? owner)
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.CreateAsync(Children[0], "p", gateOpen: true, Stop);
        if (owner is not null)
        {
            await rows.Leases.TakeAsync(await rows.GetAsync("c1"), owner, fromDead: false, Stop);
        }

        var before = await rows.GetAsync("c1");
        Assert.Equal(CommitResult.Committed, await rows.Leases.FinishAsync(hold, Children, Stop));

        Assert.Equal(before, await rows.GetAsync("c1"));
        Assert.Equal("a", (await rows.GetAsync("c2")).Owner);
    }

    // The sync of another worker opens the child between this one's look and its transaction.
    [Fact]
    public async Task A_child_that_opens_meanwhile_does_not_stop_the_parent_from_finishing()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.CreateAsync(Children[0], "p", gateOpen: false, Stop);
        rows.Connection.Before = async call =>
        {
            if (call.Operation == "TransactWriteItems")
            {
                rows.Connection.Before = null;
                await rows.Leases.OpenGateAsync(Children[0], Stop);
            }
        };

        Assert.Equal(CommitResult.Committed, await rows.Leases.FinishAsync(hold, Children, Stop));

        Assert.Equal(LeaseState.Finished, (await rows.GetAsync("p")).State);
        Assert.Null((await rows.GetAsync("c1")).Owner);
        Assert.Equal("a", (await rows.GetAsync("c2")).Owner);
    }

    [Fact]
    public async Task A_finish_whose_answer_was_lost_and_that_was_sent_again_counts_as_written()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        var again = rows.Hold(await rows.GetAsync("p"));
        await rows.Leases.FinishAsync(hold, Children, Stop);

        Assert.Equal(CommitResult.Committed, await rows.Leases.FinishAsync(again, Children, Stop));

        Assert.Equal(1, (await rows.GetAsync("c1")).Epoch);
    }

    [Fact]
    public async Task A_parent_that_is_lost_opens_no_child()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.TakeAsync(await rows.GetAsync("p"), "b", fromDead: false, Stop);

        Assert.Equal(CommitResult.Lost, await rows.Leases.FinishAsync(hold, Children, Stop));

        Assert.Equal(["p"], (await rows.AllAsync()).Keys);
    }

    [Fact]
    public async Task A_shard_that_ended_without_children_is_finished_when_they_are_known_and_they_are_anybodys()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.EndAsync(hold, Stop);

        await rows.Leases.FinishEndedAsync(await rows.GetAsync("p"), Children, Stop);

        Assert.Equal(LeaseState.Finished, (await rows.GetAsync("p")).State);
        var child = await rows.GetAsync("c1");
        Assert.Equal((true, null, "p"), (child.IsRunnable, child.Owner, child.ParentShardId));
        Assert.Equal(1, (await rows.Leases.TakeAsync(child, "b", fromDead: false, Stop))?.Epoch);
    }

    [Fact]
    public async Task What_was_finished_by_one_is_not_finished_again_by_another()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("p", "a");
        await rows.Leases.EndAsync(hold, Stop);
        var ended = await rows.GetAsync("p");
        await rows.Leases.FinishEndedAsync(ended, Children, Stop);
        var taken = await rows.Leases.TakeAsync(await rows.GetAsync("c1"), "b", fromDead: false, Stop);

        await rows.Leases.FinishEndedAsync(ended, [.. Children, LeaseRows.Key("c3")], Stop);

        Assert.Equal(taken, await rows.GetAsync("c1"));
        Assert.DoesNotContain("c3", (await rows.AllAsync()).Keys);
    }

    // The parent was leased although its child was before the start position, as a listing had shown it open.
    [Fact]
    public async Task A_marked_child_gets_no_lease_beside_its_marker()
    {
        var rows = await LeaseRows.CreateAsync();
        var stop = TestContext.Current.CancellationToken;
        var parent = await rows.TakeAsync("p", "worker");
        Assert.True(await rows.Streams.MarkAsync(LeaseRows.Key("c1"), "before the start position", stop));

        Assert.Equal(CommitResult.Committed, await rows.Leases.FinishAsync(parent, [LeaseRows.Key("c1"), LeaseRows.Key("c2")], stop));

        Assert.Equal(["c2", "p"], (await rows.AllAsync()).Keys.Order());
        Assert.Equal(LeaseState.Finished, (await rows.GetAsync("p")).State);
    }
}
