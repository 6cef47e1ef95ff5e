using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class LeaseStoreCommitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_checkpoint_advances_the_row()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");

        Assert.Equal(CommitResult.Committed, await CheckpointAsync(rows, hold, 10));
        Assert.Equal(CommitResult.Committed, await CheckpointAsync(rows, hold, 20));

        Assert.Equal(At(20), (await rows.GetAsync("s")).Checkpoint);
        Assert.Equal(At(20), hold.Committed);
    }

    [Fact]
    public async Task Another_owner_cannot_commit()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.TakeAsync("s", "a");
        var stranger = rows.Hold(await rows.GetAsync("s") with { Owner = "b" });

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, stranger, 10));

        Assert.True((await rows.GetAsync("s")).Checkpoint.IsBeginning);
    }

    [Fact]
    public async Task An_older_epoch_cannot_commit_even_under_the_same_name()
    {
        var rows = await LeaseRows.CreateAsync();
        var old = await rows.TakeAsync("s", "a");
        await rows.Leases.TakeAsync(await rows.GetAsync("s"), "a", Stop);

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, old, 10));
        Assert.Equal(CommitResult.Lost, await rows.Leases.ReleaseAsync(old, At(10), Stop));
        Assert.Equal(CommitResult.Lost, await rows.Leases.EndAsync(old, Stop));
        Assert.Equal(CommitResult.Lost, await rows.Leases.FinishAsync(old, [LeaseRows.Key("child")], Stop));

        var lease = await rows.GetAsync("s");
        Assert.Equal(("a", 2L, LeaseState.Open), (lease.Owner, lease.Epoch, lease.State));
        Assert.True(lease.Checkpoint.IsBeginning);
        Assert.Equal(["s"], (await rows.AllAsync()).Keys);
    }

    // The request is on its way for so long that a newer one overtakes it: its owner and epoch are still right.
    [Fact]
    public async Task A_delayed_checkpoint_is_refused_after_a_newer_one()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        UpdateItemRequest? delayed = null;
        rows.Connection.Before = call => (delayed ??= call.Request as UpdateItemRequest) is null
            ? Task.CompletedTask
            : throw new AmazonDynamoDBException("not yet") { StatusCode = HttpStatusCode.Forbidden };
        await Assert.ThrowsAsync<AmazonDynamoDBException>(() => CheckpointAsync(rows, hold, 100));
        rows.Connection.Before = null;
        Assert.Equal(CommitResult.Committed, await CheckpointAsync(rows, hold, 200));

        await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => rows.Db.Client.UpdateItemAsync(delayed, Stop));

        Assert.Equal(At(200), (await rows.GetAsync("s")).Checkpoint);
    }

    [Fact]
    public async Task A_checkpoint_whose_answer_was_lost_and_that_was_sent_again_counts_as_written()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        var beforeIt = hold.Committed;
        await CheckpointAsync(rows, hold, 10);
        hold.Committed = beforeIt;

        Assert.Equal(CommitResult.Committed, await CheckpointAsync(rows, hold, 10));

        Assert.Equal(At(10), hold.Committed);
        Assert.Equal(At(10), (await rows.GetAsync("s")).Checkpoint);
    }

    [Fact]
    public async Task Releasing_writes_the_last_checkpoint_and_leaves_the_lease_to_anybody()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");

        Assert.Equal(CommitResult.Committed, await rows.Leases.ReleaseAsync(hold, At(10), Stop));

        var lease = await rows.GetAsync("s");
        Assert.Equal((null, 1L, At(10)), (lease.Owner, lease.Epoch, lease.Checkpoint));
        Assert.Equal(2, (await rows.Leases.TakeAsync(lease, "b", Stop))?.Epoch);
    }

    [Fact]
    public async Task A_release_whose_answer_was_lost_and_that_was_sent_again_counts_as_written()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        var beforeIt = hold.Committed;
        await rows.Leases.ReleaseAsync(hold, At(10), Stop);
        hold.Committed = beforeIt;

        Assert.Equal(CommitResult.Committed, await rows.Leases.ReleaseAsync(hold, At(10), Stop));
    }

    [Fact]
    public async Task After_releasing_nothing_more_can_be_written()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await rows.Leases.ReleaseAsync(hold, At(10), Stop);

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        Assert.Equal(At(10), (await rows.GetAsync("s")).Checkpoint);
    }

    [Fact]
    public async Task After_the_end_of_a_shard_nothing_more_can_be_written()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        Assert.Equal(CommitResult.Committed, await rows.Leases.EndAsync(hold, Stop));

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        var lease = await rows.GetAsync("s");
        Assert.Equal((LeaseState.Ended, null, true), (lease.State, lease.Owner, lease.Checkpoint.IsEnd));
    }

    [Fact]
    public async Task A_commit_on_a_row_that_is_gone_is_lost_and_creates_nothing()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        var key = Row.Key(LeaseStore.Partition(hold.Key.Bucket), hold.Key.SortKey);
        await rows.Db.Client.DeleteItemAsync(LeaseRows.TableName, key, Stop);

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 10));

        Assert.Empty(await rows.AllAsync());
    }

    internal static Checkpoint At(int number) =>
        Checkpoint.AfterRecord(new SequenceNumber(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static Task<CommitResult> CheckpointAsync(LeaseRows rows, LeaseHold hold, int number) =>
        rows.Leases.CheckpointAsync(hold, At(number), Stop).AsTask();
}
