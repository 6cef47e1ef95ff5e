using System.Globalization;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>
/// Several workers on one churning stream while requests fail, answers get lost and workers are frozen and killed, all by
/// a seed: nothing is lost, each item's changes stay in order, and no item is handled by two at once.
/// </summary>
public sealed class FaultTests
{
    private const int Items = 8;
    private const int Rounds = 60;

    private readonly Dictionary<string, int> _last = [];
    private readonly Dictionary<string, Running> _running = [];
    private readonly List<string> _violations = [];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Whatever_fails_every_change_arrives_in_order_and_at_one_worker_at_a_time(int seed) => WorkerFixture.RunAsync(
        async fixture =>
        {
            var random = new Random(seed);
            await fixture.CreateTableAsync();
            var workers = new List<(Connection Connection, IHost Host)>();
            for (var i = 0; i < 3; i++)
            {
                await JoinAsync();
            }

            for (var round = 1; round <= Rounds; round++)
            {
                for (var item = 0; item < Items; item++)
                {
                    await fixture.PutAsync($"item{item}", round);
                }

                await DisturbAsync(fixture, random, workers, JoinAsync);
                await fixture.WaitAsync(random.NextDouble() * 3);
            }

            workers.ForEach(static worker => (worker.Connection.Before, worker.Connection.After) = (null, null));
            await fixture.UntilAsync(() => _last.Count == Items && _last.Values.All(static last => last == Rounds), seconds: 180);
            Assert.Empty(_violations);
            await Task.WhenAll(workers.Select(static worker => worker.Host.StopAsync()));
            Assert.Empty(fixture.LoggedWith("Critical"));
            Assert.Empty(fixture.LoggedWith("RECORDS LOST"));

            async Task JoinAsync()
            {
                var connection = fixture.Connect();
                var host = fixture.Worker(connection, configure: null, Handler(connection, random));
                await host.StartAsync();
                connection.Before = call => FailAsync(fixture, random, call, 0.03);
                connection.After = call => FailAsync(fixture, random, call, 0.03);
                workers.Add((connection, host));
            }
        },
        shards: 2);

    private static async Task DisturbAsync(
        WorkerFixture fixture, Random random, List<(Connection Connection, IHost Host)> workers, Func<Task> join)
    {
        var (victim, _) = workers[random.Next(workers.Count)];
        switch (random.Next(12))
        {
            case 0:
                fixture.Db.RollShards("Items");
                break;
            case 1:
                fixture.Db.SplitShard("Items", fixture.Db.ListShards("Items").First(static shard => !shard.IsClosed).ShardId);
                break;
            case 2:
                fixture.Db.ExpireIterators();
                break;
            case 3:
                // A pause, shorter or longer than the lease duration.
                victim.Freeze();
                await fixture.WaitAsync(random.NextDouble() * 25);
                victim.Thaw();
                break;
            case 4:
                // Killed; another takes its place.
                victim.Freeze();
                workers.RemoveAll(worker => worker.Connection == victim);
                await join();
                break;
            case 5:
                await workers[^1].Host.StopAsync();
                workers.RemoveAt(workers.Count - 1);
                await join();
                break;
            case 6:
                var healthy = victim.Before;
                victim.Cut();
                await fixture.WaitAsync(random.NextDouble() * 25);
                victim.Before = healthy;
                break;
        }
    }

    private static async Task FailAsync(WorkerFixture fixture, Random random, Call call, double probability)
    {
        await fixture.WaitAsync(random.NextDouble() * 0.02);
        if (random.NextDouble() < probability)
        {
            throw call.IsStream && random.Next(2) == 0
                ? new StreamException(StreamError.Throttled, "slow down")
                : new HttpRequestException("lost");
        }
    }

    private HandlerDescriptor Handler(Connection connection, Random random) => WorkerFixture.Handler((in HandlerCall call) =>
    {
        var parts = WorkerFixture.Describe(call).Split('=');
        return new(HandleAsync(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), call.Stop));

        async Task HandleAsync(string item, int number, CancellationToken stop)
        {
            var last = _last.GetValueOrDefault(item);
            if (number > last + 1)
            {
                _violations.Add($"{item}: {number} after {last}");
            }

            if (_running.TryGetValue(item, out var other) && other.MustNotRun)
            {
                _violations.Add($"{item}: {number} while another handler runs");
            }

            var running = new Running(connection, connection.Interruptions, stop);
            _running[item] = running;
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 0.05), connection.Clock, stop);
            }
            finally
            {
                if (_running[item] == running)
                {
                    _running[item] = running with { HasEnded = true };
                }
            }

            if (random.NextDouble() < 0.02)
            {
                throw new InvalidOperationException("now and then");
            }

            _last[item] = Math.Max(number, _last.GetValueOrDefault(item));
        }
    });

    /// <summary>A handler's call. One that was in flight when its worker was frozen cannot be stopped in time.</summary>
    private sealed record Running(Connection Connection, int Interruptions, CancellationToken Stop, bool HasEnded = false)
    {
        public bool MustNotRun => !HasEnded && !Stop.IsCancellationRequested
            && Connection.Interruptions == Interruptions && Interruptions % 2 == 0;
    }
}
