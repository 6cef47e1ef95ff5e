using System.Globalization;
using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers with handler classes of which there is one instance for each run of a shard.</summary>
public sealed class ShardHandlerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task There_is_one_instance_for_each_run_of_a_shard_that_is_told_of_its_life() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, life, Descriptor<Listener>());
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => life.Lines.Count == 3);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => life.Lines.Count == 7);
        await worker.StopAsync(Stop);

        Assert.Equal(
            [
                "1: shard 00000000 begins", "1: a=1", "1: a=2", "1: ended", "1: disposed",
                "2: shard 00000001 begins", "2: a=3", "2: shutdown", "2: disposed",
            ],
            life.Lines);
    }, shards: 1);

    [Fact]
    public Task Whoever_loses_the_lease_is_told_and_the_next_owner_has_an_instance_of_its_own() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (life, next) = (new Life(), new Life());
        var connection = fixture.Connect();
        using var worker = Worker(fixture, connection, life, configure: null, Descriptor<Listener>());
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => life.Lines.Count == 2);
        connection.Freeze();
        using var other = Worker(fixture, next, Descriptor<Listener>());
        await other.StartAsync(Stop);
        await fixture.UntilAsync(() => next.Lines.Count == 2);
        connection.Thaw();
        await fixture.UntilAsync(() => life.Lines.Contains("1: disposed"));
        await other.StopAsync(Stop);

        Assert.Equal(["1: lost", "1: disposed"], life.Lines.SkipWhile(static line => line != "1: lost"));
        Assert.Equal("1: shard 00000000 begins", next.Lines[0]);
    }, shards: 1);

    [Fact]
    public Task An_instance_that_cannot_begin_ends_the_run_and_another_is_made() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life { Failures = 2 };
        using var worker = Worker(fixture, life, Descriptor<Listener>());
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => life.Lines.Contains("3: a=1"));
        await worker.StopAsync(Stop);

        Assert.Equal(["1: fails", "1: disposed", "2: fails", "2: disposed", "3: shard 00000000 begins"], life.Lines.Take(5));
        Assert.Equal(2, fixture.LoggedWith("cannot begin").Count());
    }, shards: 1);

    [Fact]
    public Task What_could_not_begin_does_not_touch_the_state_that_is_kept() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, life, Descriptor<State>(restores: true));
        await worker.StartAsync(Stop);
        await PutAsync(fixture, 7);
        await fixture.WaitAsync(20);
        await worker.StopAsync(Stop);
        var (connection, denied) = (fixture.Connect(), 0);
        connection.Before = call => call.Request is GetItemRequest { Key: var key } && key["pk"].S.StartsWith("T#", StringComparison.Ordinal)
            && denied++ < 2
            ? throw new AmazonDynamoDBException("denied") { StatusCode = HttpStatusCode.Forbidden }
            : Task.CompletedTask;
        using var next = Worker(fixture, connection, life, configure: null, Descriptor<State>(restores: true));
        await next.StartAsync(Stop);
        await fixture.UntilAsync(() => denied > 2);
        await fixture.PutAsync("a", 8);
        await fixture.WaitAsync(20);
        await next.StopAsync(Stop);

        Assert.Equal("8", Assert.Single(await StateRowsAsync(fixture))["state"].S);
    }, shards: 1);

    [Fact]
    public Task Lanes_call_one_instance_if_it_keeps_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, fixture.Connect(), life, static o => o.Parallelism = 8, Descriptor<Listener>());
        await worker.StartAsync(Stop);
        for (var i = 0; i < 50; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }

        await fixture.UntilAsync(() => life.Lines.Count == 51);
        await worker.StopAsync(Stop);
        Assert.Equal(1, life.Instances);
    }, shards: 1);

    [Theory]
    [InlineData(30, 1000, 30)]
    [InlineData(3000, 4, 4)]
    public Task A_buffer_holds_the_checkpoint_until_it_is_flushed(int seconds, int count, int flushed) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, life, Descriptor<Buffer>(seconds, count));
        await worker.StartAsync(Stop);
        await fixture.WaitAsync(3);
        for (var i = 1; life.Flushed.Count == 0; i++)
        {
            Assert.Equal("", await CheckpointAsync(fixture));
            await fixture.PutAsync("a", i);
            await fixture.WaitAsync(1);
        }

        await fixture.WaitAsync(6);
        Assert.InRange(life.Flushed[0], flushed, flushed + 2);
        Assert.Equal($"{life.Flushed[0]}", await CheckpointAsync(fixture));
        await worker.StopAsync(Stop);
    }, shards: 1);

    // Where pages have more records than are handled in that time.
    [Fact]
    public Task A_buffer_is_flushed_in_the_middle_of_a_page_when_its_time_has_come() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await PutAsync(fixture, 60);
        var life = new Life();
        using var worker = Worker(
            fixture,
            life,
            Descriptor<Buffer>(10),
            WorkerFixture.Handler((in HandlerCall _) => new(fixture.WaitAsync(1)), name: "Slow"));
        await worker.StartAsync(Stop);
        await fixture.UntilAsync(() => life.Flushed.Sum() == 60);
        await worker.StopAsync(Stop);

        Assert.All(life.Flushed, static count => Assert.InRange(count, 1, 12));
    }, shards: 1);

    [Fact]
    public Task A_buffer_is_flushed_when_its_worker_stops_also_where_one_shard_at_a_time_calls_handlers() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, fixture.Connect(), life, static o => o.MaxDispatchingShards = 1, Descriptor<Buffer>(3000));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(30);
        await worker.StopAsync(Stop);

        Assert.Equal([2], life.Flushed);
        Assert.Equal("2", await CheckpointAsync(fixture));
    }, shards: 1);

    // It is in its buffer only since then.
    [Fact]
    public Task What_the_end_of_a_window_leaves_in_a_buffer_is_flushed_with_it() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        var shard = Descriptor<Buffer>(3000).Shard;
        using var worker = Worker(fixture, life, new HandlerDescriptor
        {
            Name = "Windows",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Shard = shard,
            WindowSize = TimeSpan.FromSeconds(5),
            InvokeBatch = static call =>
            {
                if (call.IsFinal)
                {
                    call.GetInstance<Buffer>().Add();
                }

                return new(BatchResult.Success);
            },
        });
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => life.Flushed.Count == 1);
        await fixture.WaitAsync(30);
        Assert.Equal([1], life.Flushed);
        await worker.StopAsync(Stop);
    }, shards: 1);

    [Fact]
    public Task A_buffer_is_flushed_when_its_worker_stops_and_when_its_shard_ends() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life();
        using var worker = Worker(fixture, life, Descriptor<Buffer>(3000));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(30);
        Assert.Empty(life.Flushed);
        fixture.Db.RollShards("Items");
        await fixture.UntilAsync(() => life.Flushed.Count == 1);
        await fixture.PutAsync("a", 3);
        await fixture.WaitAsync(30);
        await worker.StopAsync(Stop);

        Assert.Equal([2, 1], life.Flushed);
        Assert.Equal(
            ["3", "END"],
            (await fixture.Leases.AllAsync()).Values.Select(static lease => lease.Checkpoint.ToString().TrimStart('0')).Order(StringComparer.Ordinal));
    }, shards: 1);

    [Fact]
    public Task Flushing_that_fails_is_tried_again_until_it_succeeds_whatever_the_failure_policy_is() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var life = new Life { FlushFailures = 5 };
        using var worker = Worker(
            fixture,
            fixture.Connect(),
            life,
            static o => (o.Failure.MaxAttempts, o.Failure.Then) = (2, FailureAction.Skip),
            Descriptor<Buffer>(1));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => life.Flushed.Count == 1);
        await worker.StopAsync(Stop);

        Assert.Equal([1], life.Flushed);
        Assert.Equal(5, fixture.LoggedWith("Buffer.FlushAsync failed for shard").Count());
        Assert.Empty(fixture.LoggedWith("SKIPPED"));
    }, shards: 1);

    // It has thrown away what it flushed by then: to flush again would write nothing, and pass for a success.
    [Fact]
    public Task What_was_flushed_and_cannot_be_committed_comes_again_and_is_not_passed() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
        var life = new Life { IsAdding = true };
        using var worker = Worker(fixture, life, Descriptor<Buffer>(1), Descriptor<OtherBuffer>(1));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => fixture.LoggedWith("an item can be in a transaction once").Skip(2).Any() || life.Instances > 6);
        await worker.StopAsync(Stop);

        Assert.Equal(0, Sum(fixture));
        Assert.Equal("", await CheckpointAsync(fixture));
        Assert.True(life.Instances > 4, string.Join('\n', fixture.Logged));
    }, shards: 1);

    [Fact]
    public Task What_is_not_flushed_comes_again_to_the_next_owner() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (life, next) = (new Life(), new Life());
        var connection = fixture.Connect();
        using var worker = Worker(fixture, connection, life, configure: null, Descriptor<Buffer>(3000, 3));
        await worker.StartAsync(Stop);
        await PutAsync(fixture, 5);
        await fixture.WaitAsync(20);
        connection.Freeze();
        using var other = Worker(fixture, next, Descriptor<Buffer>(5));
        await other.StartAsync(Stop);
        await fixture.UntilAsync(() => next.Flushed.Count > 0);
        await other.StopAsync(Stop);

        Assert.Equal(5, life.Flushed.Sum() + next.Flushed.Sum());
        Assert.Equal([3], life.Flushed);
    }, shards: 1);

    // Workers die between commits, and requests and answers are lost.
    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(3)]
    public Task What_is_written_when_it_is_flushed_and_what_is_kept_have_each_change_once(int seed) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
        var random = new Random(seed);
        var life = new Life { IsAdding = true };
        var hosts = new List<IHost>();
        HandlerDescriptor[] handlers = [Descriptor<Buffer>(4), Descriptor<State>(restores: true)];
        for (var round = 0; round < 12; round++)
        {
            var connection = fixture.Connect();
            connection.Before = call => IsLost(call.Operation, random) ? throw new HttpRequestException("lost") : Task.CompletedTask;
            connection.After = call => IsLost(call.Operation, random) ? throw new HttpRequestException("lost answer") : Task.CompletedTask;
            var worker = Worker(fixture, connection, life, configure: null, handlers);
            hosts.Add(worker);
            await worker.StartAsync(Stop);
            for (var i = 0; i < 25; i++)
            {
                await fixture.PutAsync($"item-{random.Next(20)}", (round * 25) + i);
                await fixture.WaitAsync(random.NextDouble() * 2);
            }

            connection.Freeze();
        }

        using var last = Worker(fixture, life, handlers);
        await last.StartAsync(Stop);
        await fixture.UntilAsync(() => Sum(fixture) == 300, seconds: 300);
        await fixture.WaitAsync(60);
        Assert.Equal(300, Sum(fixture));
        Assert.Equal(300, (await StateRowsAsync(fixture)).Sum(static row => int.Parse(row["state"].S, CultureInfo.InvariantCulture)));
        Assert.True(life.Added > 300, "Nothing was handled twice: this test shows nothing.");

        // What is kept ends with its shard.
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(30);
        Assert.Empty(await StateRowsAsync(fixture));
        await last.StopAsync(Stop);
        hosts.ForEach(static host => host.Dispose());
    }, shards: 2);

    [Fact]
    public Task What_keeps_changes_cannot_have_lanes_nor_another_handler_that_commits_each() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var lanes = Worker(fixture, fixture.Connect(), new(), static o => o.Parallelism = 2, Descriptor<Buffer>());
        Assert.Contains(
            "Buffer.Handle is of a class that keeps changes, or state, of a shard, which is committed with the checkpoint",
            (await Assert.ThrowsAnyAsync<Exception>(() => lanes.StartAsync(Stop))).Message,
            StringComparison.Ordinal);
    });

    private static bool IsLost(string operation, Random random) => operation == "TransactWriteItems" && random.Next(10) == 0;

    private static async Task PutAsync(WorkerFixture fixture, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await fixture.PutAsync("a", i);
        }
    }

    private static async Task<string> CheckpointAsync(WorkerFixture fixture)
    {
        var checkpoint = Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint;
        return checkpoint.IsBeginning ? "" : checkpoint.ToString().TrimStart('0');
    }

    private static async Task<IEnumerable<Dictionary<string, AttributeValue>>> StateRowsAsync(WorkerFixture fixture) =>
        (await fixture.Db.Client.ScanAsync(new ScanRequest("app"), Stop)).Items
            .Where(static row => row["pk"].S.StartsWith("T#", StringComparison.Ordinal));

    private static int Sum(WorkerFixture fixture)
    {
        var item = fixture.Db.Client.GetItemAsync("Totals", new() { ["pk"] = new("total") }, Stop).GetAwaiter().GetResult().Item;
        return item is not null && item.TryGetValue("n", out var n) ? int.Parse(n.N, CultureInfo.InvariantCulture) : 0;
    }

    private static IHost Worker(WorkerFixture fixture, Life life, params HandlerDescriptor[] handlers) =>
        Worker(fixture, fixture.Connect(), life, configure: null, handlers);

    private static IHost Worker(
        WorkerFixture fixture, Connection connection, Life life, Action<DynamoHandlersOptions>? configure, params HandlerDescriptor[] handlers) =>
        fixture.Worker(
            connection,
            configure,
            host => host.Services.AddSingleton(life).AddScoped<Listener>().AddScoped<Buffer>().AddScoped<OtherBuffer>().AddScoped<State>(),
            handlers);

    private static HandlerDescriptor Descriptor<T>(int flushSeconds = 10, int flushCount = 10_000, bool restores = false)
        where T : Listener
    {
        var shard = new ShardClass
        {
            Type = typeof(T),
            Create = static services => services.GetRequiredService<T>(),
            FlushInterval = TimeSpan.FromSeconds(flushSeconds),
            FlushCount = flushCount,
            Restore = restores ? static (instance, image) => ((State)instance).Image = image : null,
            Save = restores ? static instance => ((State)instance).Image : null,
        };
        return new()
        {
            Name = $"{typeof(T).Name}.Handle",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.New,
            Shard = shard,
            Invoke = static (in call) =>
            {
                call.GetInstance<T>().Handle(call);
                return default;
            },
        };
    }

    /// <summary>What the instances of a worker have been told.</summary>
    private sealed class Life
    {
        public List<string> Lines { get; } = [];

        public List<int> Flushed { get; } = [];

        public int Instances { get; set; }

        public int Failures { get; set; }

        public int FlushFailures { get; set; }

        public bool IsAdding { get; init; }

        public int Added { get; set; }
    }

    private class Listener : IShardHandler, IDisposable
    {
        private readonly int _number;

        public Listener(Life life)
        {
            Life = life;
            _number = ++life.Instances;
        }

        protected Life Life { get; }

        public virtual void Handle(in HandlerCall call) => Say(WorkerFixture.Describe(call));

        public ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop)
        {
            if (Life.Failures > 0)
            {
                Life.Failures--;
                Say("fails");
                throw new InvalidDataException("cannot begin");
            }

            Say($"shard {shard.ShardId[^8..]} begins");
            return default;
        }

        public ValueTask ShardEndedAsync(CancellationToken stop)
        {
            Say("ended");
            return default;
        }

        public ValueTask ShutdownRequestedAsync(CancellationToken stop)
        {
            Say("shutdown");
            return default;
        }

        public ValueTask LeaseLostAsync()
        {
            Say("lost");
            return default;
        }

        public void Dispose() => Say("disposed");

        private void Say(string line) => Life.Lines.Add($"{_number}: {line}");
    }

    private sealed class OtherBuffer(Life life) : Buffer(life);

    private class Buffer(Life life) : Listener(life), IShardBuffer
    {
        private int _count;

        public override void Handle(in HandlerCall call) => Add();

        public void Add()
        {
            _count++;
            Life.Added++;
        }

        public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
        {
            if (Life.FlushFailures > 0)
            {
                Life.FlushFailures--;
                throw new InvalidDataException("cannot flush");
            }

            if (_count == 0)
            {
                return default;
            }

            Life.Flushed.Add(_count);
            if (Life.IsAdding)
            {
                transaction.Add(new()
                {
                    Update = new()
                    {
                        TableName = "Totals",
                        Key = new() { ["pk"] = new("total") },
                        UpdateExpression = "ADD n :n",
                        ExpressionAttributeValues = new() { [":n"] = new() { N = _count.ToString(CultureInfo.InvariantCulture) } },
                    },
                });
            }

            _count = 0;
            return default;
        }
    }

    private sealed class State(Life life) : Listener(life)
    {
        // Lost with an instance that cannot begin.
        private int _count = 100;

        public byte[]? Image
        {
            get => _count == 0 ? null : Encoding.UTF8.GetBytes(_count.ToString(CultureInfo.InvariantCulture));
            set => _count = value is null ? 0 : int.Parse(value, CultureInfo.InvariantCulture);
        }

        public override void Handle(in HandlerCall call) => _count++;
    }
}
