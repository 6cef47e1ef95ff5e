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
        await rows.Leases.TakeAsync(await rows.GetAsync("s"), "a", fromDead: false, Stop);

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
        Assert.Equal(2, (await rows.Leases.TakeAsync(lease, "b", fromDead: false, Stop))?.Epoch);
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

    // The write of the checkpoint alone was given up, its answer lost, and was applied all the same.
    [Fact]
    public async Task A_commit_that_finds_its_checkpoint_written_by_another_request_is_made_all_the_same()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        await CheckpointAsync(rows, hold, 20);
        hold.Committed = At(10);

        Assert.Equal(
            CommitResult.Committed,
            await rows.Leases.CommitAsync(hold, At(20), [new ShardState("Handler") { Image = "{}"u8.ToArray() }], [], Stop));

        var (kept, _) = await rows.Leases.ReadStatesAsync((await rows.GetAsync("s"))!, ["Handler"], Stop);
        Assert.Equal("{}"u8.ToArray(), Assert.Single(kept).Image);
    }

    // The answer was lost, and whoever asked for it tries again: with another transaction, as it may want to write something else.
    [Fact]
    public async Task A_commit_that_an_attempt_before_has_made_unnoticed_is_not_made_twice()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        rows.Connection.After = static call => call.Operation == "TransactWriteItems"
            ? throw new Amazon.DynamoDBv2.AmazonDynamoDBException("lost") { StatusCode = System.Net.HttpStatusCode.Forbidden }
            : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(1).AsTask());
        rows.Connection.After = null;

        Assert.Equal(CommitResult.Committed, await CommitAsync(2));

        var (kept, _) = await rows.Leases.ReadStatesAsync((await rows.GetAsync("s"))!, ["Handler"], Stop);
        Assert.Equal([1], Assert.Single(kept).Image);

        ValueTask<CommitResult> CommitAsync(byte image) =>
            rows.Leases.CommitAsync(hold, At(20), [new ShardState("Handler") { Image = [image] }], [], Stop);
    }

    [Fact]
    public async Task A_lease_that_is_given_up_keeps_what_a_transaction_has_committed_unnoticed()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 30);

        Assert.Equal(CommitResult.Committed, await rows.Leases.ReleaseAsync(hold, At(20), Stop));

        Assert.Equal(At(30), (await rows.GetAsync("s"))!.Checkpoint);
    }

    [Fact]
    public async Task A_row_that_somebody_deleted_is_made_anew_from_what_was_acknowledged_and_the_run_ends()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.JoinAsync("a");
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        await DeleteAsync(rows, hold);

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        var (_, lease) = Assert.Single(await rows.AllAsync());
        Assert.Equal(("a", 2L, At(10), true), (lease.Owner, lease.Epoch, lease.Checkpoint, lease.IsRunnable));
        Assert.True(hold.WasDeleted);
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_made_anew_by_another_gets_its_owners_knowledge()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.JoinAsync("a");
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        await DeleteAsync(rows, hold);
        Assert.True(await rows.Leases.CreateAsync(hold.Key, parentShardId: null, gateOpen: true, Stop));

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        var (_, lease) = Assert.Single(await rows.AllAsync());
        Assert.Equal(("a", 2L, At(10), true), (lease.Owner, lease.Epoch, lease.Checkpoint, lease.IsRunnable));
        Assert.True(hold.WasDeleted);
    }

    // Others have had the lease since, and may have rewound it: what it knows is not the newest.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_somebody_deleted_is_left_to_others_by_a_worker_that_was_declared_dead(bool isThereAnew)
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.JoinAsync("a");
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        await rows.Workers.JoinAsync(LeaseRows.Living("b") with { Was = "a" }, Stop);
        await DeleteAsync(rows, hold);
        if (isThereAnew)
        {
            Assert.True(await rows.Leases.CreateAsync(hold.Key, parentShardId: null, gateOpen: true, Stop));
        }

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        Assert.False(hold.WasDeleted);
        Assert.All((await rows.AllAsync()).Values, static lease => Assert.Equal((null, 0L, true), (lease.Owner, lease.Epoch, lease.Checkpoint.IsBeginning)));
        Assert.Equal(isThereAnew ? 1 : 0, (await rows.AllAsync()).Count);
    }

    // By a run of the row that was made anew, under a lower epoch than that of an owner who was suspended all the time.
    [Fact]
    public async Task A_row_that_was_made_anew_and_has_come_further_since_does_not_go_back()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.JoinAsync("a");
        using var first = await rows.TakeAsync("s", "a");
        Assert.Equal(CommitResult.Committed, await rows.Leases.ReleaseAsync(first, At(5), Stop));
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        await DeleteAsync(rows, hold);
        Assert.True(await rows.Leases.CreateAsync(hold.Key, parentShardId: null, gateOpen: true, Stop));
        using var other = await rows.TakeAsync("s", "b");
        Assert.Equal(CommitResult.Committed, await rows.Leases.ReleaseAsync(other, At(30), Stop));

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));

        var (_, lease) = Assert.Single(await rows.AllAsync());
        Assert.Equal(("a", 3L, At(30)), (lease.Owner, lease.Epoch, lease.Checkpoint));
    }

    [Fact]
    public async Task A_row_that_has_become_a_marker_is_not_made_anew()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.JoinAsync("a");
        var hold = await rows.TakeAsync("s", "a");
        await DeleteAsync(rows, hold);
        await rows.Streams.MarkAsync(hold.Key, "finished", Stop);

        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 10));

        Assert.Empty(await rows.AllAsync());
        Assert.False(hold.WasDeleted);
    }

    [Fact]
    public async Task A_handover_gives_the_lease_to_the_other_under_the_next_epoch_with_the_last_position()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");

        Assert.Equal(CommitResult.Committed, await rows.Leases.HandOverAsync(hold, At(10), "b", Stop));

        var (_, lease) = Assert.Single(await rows.AllAsync());
        Assert.Equal(("b", 2L, At(10)), (lease.Owner, lease.Epoch, lease.Checkpoint));
        Assert.Equal(CommitResult.Lost, await CheckpointAsync(rows, hold, 20));
    }

    [Fact]
    public async Task A_lease_that_is_lost_cannot_be_handed_over()
    {
        var rows = await LeaseRows.CreateAsync();
        var old = await rows.TakeAsync("s", "a");
        await rows.TakeAsync("s", "b");

        Assert.Equal(CommitResult.Lost, await rows.Leases.HandOverAsync(old, At(10), "c", Stop));

        Assert.Equal("b", Assert.Single(await rows.AllAsync()).Value.Owner);
    }

    [Fact]
    public async Task Owners_that_die_without_progress_are_counted_until_there_is_some()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        for (var death = 1; death <= 3; death++)
        {
            var seen = (await rows.Leases.GetAsync(hold.Key, Stop))!;
            var taken = (await rows.Leases.TakeAsync(seen, "b", fromDead: true, Stop))!;
            Assert.Equal(death, taken.Tries);
            hold = rows.Hold(taken);
        }

        await rows.Leases.SuspectAsync(hold, hold.Committed, new SequenceNumber("7"), suspicions: 2, Stop);
        hold.IsRecordIsolated = true;
        await rows.Leases.HandOverAsync(hold, hold.Committed, "c", Stop);
        var handed = Assert.Single(await rows.AllAsync()).Value;
        Assert.Equal((3, "7", 2), (handed.Tries, handed.Suspect.ToString(), handed.Suspicions));
        await CheckpointAsync(rows, rows.Hold(handed), 10);

        Assert.Equal((0, true, 0), Counted(Assert.Single(await rows.AllAsync()).Value));
    }

    // The run ends while the transaction is under way, and nobody hears that it was committed.
    [Fact]
    public async Task What_a_transaction_committed_that_was_given_up_is_not_taken_back_by_who_gives_the_lease_up()
    {
        var rows = await LeaseRows.CreateAsync();
        var hold = await rows.TakeAsync("s", "a");
        await CheckpointAsync(rows, hold, 10);
        using var end = new CancellationTokenSource();
        rows.Connection.After = call =>
        {
            end.Cancel();
            throw new OperationCanceledException(call.Operation);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rows.Leases.CommitAsync(hold, At(20), [], [], end.Token).AsTask());
        rows.Connection.After = null;

        Assert.Equal(CommitResult.Committed, await rows.Leases.HandOverAsync(hold, At(10), "b", Stop));

        var handed = await rows.GetAsync("s");
        Assert.Equal(("b", At(20)), (handed.Owner, handed.Checkpoint));
    }

    // Who gives a lease up in good order was not killed by its next record.
    [Fact]
    public async Task Whoever_releases_a_lease_ends_the_count()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.TakeAsync("s", "a");
        var hold = rows.Hold((await rows.Leases.TakeAsync(await rows.GetAsync("s"), "b", fromDead: true, Stop))!);
        await rows.Leases.SuspectAsync(hold, hold.Committed, new SequenceNumber("7"), suspicions: 1, Stop);

        await rows.Leases.ReleaseAsync(hold, hold.Committed, Stop);

        Assert.Equal((0, true, 0), Counted(Assert.Single(await rows.AllAsync()).Value));
    }

    private static (long Tries, bool HasNoSuspect, long Suspicions) Counted(Lease lease) =>
        (lease.Tries, lease.Suspect.IsNone, lease.Suspicions);

    private static Task<Amazon.DynamoDBv2.Model.DeleteItemResponse> DeleteAsync(LeaseRows rows, LeaseHold hold) => rows.Db.Client.DeleteItemAsync(
        LeaseRows.TableName, Row.Key(LeaseStore.Partition(hold.Key.Bucket), hold.Key.SortKey), Stop);

    internal static Checkpoint At(int number) =>
        Checkpoint.AfterRecord(new SequenceNumber(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static Task<CommitResult> CheckpointAsync(LeaseRows rows, LeaseHold hold, int number) =>
        rows.Leases.CheckpointAsync(hold, At(number), Stop).AsTask();
}
