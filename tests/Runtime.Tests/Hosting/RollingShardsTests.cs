using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Shards that roll, and the service's limit of ten DescribeStream requests a second for an account.</summary>
public sealed class RollingShardsTests
{
    // Scenario 12: one child, two children, an empty parent.
    [Fact]
    public Task A_child_starts_within_a_second_after_its_parents_last_record() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 0);
        await fixture.UntilAsync(() => seen.Count == 1);
        for (var generation = 1; generation < 9; generation++)
        {
            switch (generation % 3)
            {
                case 0:
                    fixture.Db.RollShards("Items");
                    break;
                case 1:
                    fixture.Db.SplitShard("Items", fixture.Db.ListShards("Items").First(static shard => !shard.IsClosed).ShardId);
                    break;
                default:
                    fixture.Db.RollShards("Items");
                    fixture.Db.RollShards("Items");
                    break;
            }

            await fixture.PutAsync("a", generation);

            // While there are records, the shard is polled every MinPollDelay, not every MaxPollDelay.
            await fixture.UntilAsync(() => seen.Count == generation + 1, seconds: 1);
        }

        await worker.StopAsync();
    });

    // Scenario 16, interleaving 21.
    [Fact]
    public Task A_thousand_shards_that_roll_together_go_on_as_fast_as_the_limit_lets_them() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var limit = new DescribeLimit(fixture);
        var connections = new[] { fixture.Connect(), fixture.Connect(), fixture.Connect(), fixture.Connect() };
        var workers = connections.Select(connection => fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]))).ToArray();
        await Task.WhenAll(workers.Select(static worker => worker.StartAsync()));
        await fixture.UntilAsync(() => Started(fixture) == 1000);
        await fixture.WaitAsync(30);
        Array.ForEach(connections, connection => connection.Before = limit.AskAsync);
        fixture.Db.RollShards("Items");

        // A listing of 2,000 shards takes 20 requests, each worker needs at least one, and shards end within a second.
        await fixture.UntilAsync(() => Started(fixture) == 2000, seconds: 40);
        Assert.InRange(limit.Throttled, 0, 20);
        Assert.InRange(limit.Answered, 20, 250);
        await Task.WhenAll(workers.Select(static worker => worker.StopAsync()));
        Array.ForEach(workers, static worker => worker.Dispose());
    }, shards: 1000);

    [Fact]
    public Task Descriptions_that_are_throttled_are_asked_for_again_until_all_is_done() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(5);
        var asked = 0;
        connection.Before = call => call.Operation == "DescribeStream" && asked++ % 3 != 0
            ? throw new StreamException(StreamError.Throttled, "slow down")
            : Task.CompletedTask;
        for (var generation = 0; generation < 3; generation++)
        {
            fixture.Db.RollShards("Items");
        }

        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1, seconds: 60);
        await worker.StopAsync();
    }, shards: 40);

    private static int Started(WorkerFixture fixture) => fixture.LoggedWith("starts here").Count();

    /// <summary>The service's limit, for all who share it.</summary>
    private sealed class DescribeLimit(WorkerFixture fixture)
    {
        private readonly Queue<DateTimeOffset> _answered = [];

        public int Answered { get; private set; }

        public int Throttled { get; private set; }

        public Task AskAsync(Call call)
        {
            if (call.Operation != "DescribeStream")
            {
                return Task.CompletedTask;
            }

            var now = fixture.Clock.GetUtcNow();
            while (_answered.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1))
            {
                _answered.Dequeue();
            }

            // In bursts more than ten, as the service's buckets let through; over three seconds no more than the limit.
            if (_answered.Count >= 20)
            {
                Throttled++;
                throw new StreamException(StreamError.Throttled, "ten a second");
            }

            _answered.Enqueue(now);
            Answered++;
            return Task.CompletedTask;
        }
    }
}
