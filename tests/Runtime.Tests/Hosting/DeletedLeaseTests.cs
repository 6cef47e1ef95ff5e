using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers under whose hands somebody deletes the row of a lease.</summary>
public sealed class DeletedLeaseTests
{
    // While the shard's last commit is under way, the checkpoints of all shards are due and the missing row is noticed:
    // both wait for the commit, which then finds that the lease is lost.
    [Fact]
    public Task A_worker_goes_on_when_a_row_is_deleted_under_the_last_commit_of_its_shard() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isHeld = false;
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        connection.Before = call =>
        {
            isHeld |= call.Operation == "TransactWriteItems";
            return call.Operation == "TransactWriteItems" ? answer.Task : Task.CompletedTask;
        };
        var parent = Assert.Single(await fixture.Leases.AllAsync()).Value.Key;
        fixture.Db.RollShards("Items");
        await fixture.UntilAsync(() => isHeld);
        await fixture.Db.Client.DeleteItemAsync("app", Row.Key(LeaseStore.Partition(parent.Bucket), parent.SortKey));
        await fixture.WaitAsync(8);
        answer.SetResult();

        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await fixture.WaitAsync(60);
        var child = Assert.Single((await fixture.Leases.AllAsync()).Values, static lease => lease.State == LeaseState.Open);
        Assert.False(child.Checkpoint.IsBeginning, "No checkpoint is written any more.");
        Assert.Empty(fixture.LoggedWith("joins again"));
        await worker.StopAsync();
    }, shards: 1);
}
