using System.Globalization;
using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers with handlers that aggregate by windows.</summary>
public sealed class WindowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_window_ends_when_a_later_change_comes_or_nothing_comes_for_a_while() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var ended = new List<(long Seconds, long Count, bool IsShardEnd, double After)>();
        using var worker = fixture.Worker(Counter(60, window =>
        {
            Assert.Equal(60, (window.End - window.Start).TotalSeconds);
            Assert.Equal(0, window.Start.ToUnixTimeSeconds() % 60);
            ended.Add((
                window.Start.ToUnixTimeSeconds() % 3600 / 60,
                window.State!.Count,
                window.IsShardEnd,
                (fixture.Clock.GetUtcNow() - window.End).TotalSeconds));
            window.State = null;
        }));
        await worker.StartAsync(Stop);
        await UntilMinuteAsync(fixture, 10);
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(30);
        await fixture.PutAsync("b", 2);
        await fixture.WaitAsync(32);
        Assert.Empty(ended);
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => ended.Count == 1);
        await fixture.UntilAsync(() => ended.Count == 2);
        await fixture.WaitAsync(300);
        await worker.StopAsync(Stop);

        Assert.Equal([(10, 2, false), (11, 1, false)], ended.Select(static end => (end.Seconds, end.Count, end.IsShardEnd)));
        Assert.InRange(ended[0].After, 2, 4);
        Assert.InRange(ended[1].After, 5, 8);
    }, shards: 1);

    [Fact]
    public Task Its_state_goes_on_to_the_next_window_and_to_the_next_owner() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var ends = new List<long>();
        var counter = Counter(60, window => ends.Add(window.State!.Count));
        for (var minute = 10; minute < 13; minute++)
        {
            using var worker = fixture.Worker(counter);
            await worker.StartAsync(Stop);
            await UntilMinuteAsync(fixture, minute);
            await fixture.PutAsync("a", minute);
            await fixture.PutAsync("b", minute);
            await fixture.WaitAsync(20);
            await worker.StopAsync(Stop);
            await fixture.PutAsync("c", minute);
        }

        using var last = fixture.Worker(counter);
        await last.StartAsync(Stop);
        await fixture.UntilAsync(() => ends.Count == 3);
        await last.StopAsync(Stop);

        Assert.Equal([3, 6, 9], ends);
    }, shards: 1);

    // Workers die between commits, and requests and answers are lost.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Each_change_is_in_a_window_once_whatever_happens(int seed) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
        var random = new Random(seed);
        var hosts = new List<IHost>();
        for (var round = 0; round < 12; round++)
        {
            var connection = fixture.Connect();
            connection.Before = call => IsLost(call.Operation, random) ? throw new HttpRequestException("lost") : Task.CompletedTask;
            connection.After = call => IsLost(call.Operation, random) ? throw new HttpRequestException("lost answer") : Task.CompletedTask;
            var worker = fixture.Worker(connection, configure: null, AddingCounter(7), AddingCounter(20, "Longer"));
            hosts.Add(worker);
            await worker.StartAsync(Stop);
            for (var i = 0; i < 25; i++)
            {
                await fixture.PutAsync($"item-{random.Next(20)}", (round * 25) + i);
                await fixture.WaitAsync(random.NextDouble() * 2);
            }

            connection.Freeze();
        }

        using var last = fixture.Worker(AddingCounter(7), AddingCounter(20, "Longer"));
        await last.StartAsync(Stop);
        await fixture.UntilAsync(() => Sum(fixture, "Windows") == 300 && Sum(fixture, "Longer") == 300, seconds: 300);
        await fixture.WaitAsync(60);
        await last.StopAsync(Stop);
        hosts.ForEach(static host => host.Dispose());

        Assert.Equal((300, 300), (Sum(fixture, "Windows"), Sum(fixture, "Longer")));
    }, shards: 2);

    [Fact]
    public Task A_call_that_fails_is_made_again_with_the_state_that_was_there_before() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (calls, ends) = (0, new List<long>());
        using var worker = fixture.Worker(Windows(
            60,
            (changes, window) =>
            {
                window.State = new Tally((window.State?.Count ?? 0) + changes);
                if (++calls is 1 or 3 || (window.IsFinal && calls < 6))
                {
                    throw new InvalidDataException($"call {calls}");
                }

                if (window.IsFinal)
                {
                    ends.Add(window.State.Count);
                }
            }));
        await worker.StartAsync(Stop);
        await UntilMinuteAsync(fixture, 10);
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(10);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => ends.Count == 1);
        await worker.StopAsync(Stop);

        Assert.Equal([2], ends);
        Assert.Contains("Windows failed for shard", Assert.Single(fixture.LoggedWith("call 5")), StringComparison.Ordinal);
        Assert.Equal(6, calls);
    }, shards: 1);

    [Fact]
    public Task The_end_of_a_shard_ends_its_window_and_its_children_begin_with_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var ends = new List<(long Count, bool IsShardEnd)>();
        using var worker = fixture.Worker(Counter(3600, window => ends.Add((window.State!.Count, window.IsShardEnd))));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 1);
        await fixture.WaitAsync(10);
        Assert.Single(await StateRowsAsync(fixture));
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => ends.Count == 1);
        await fixture.WaitAsync(10);
        await worker.StopAsync(Stop);

        Assert.Equal([(2, true)], ends);
        var row = Assert.Single(await StateRowsAsync(fixture));
        Assert.Equal("1", row["state"].S);
    }, shards: 1);

    [Fact]
    public Task What_is_written_at_the_end_of_a_shard_is_written_once_whatever_the_handler_leaves() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
        var (commits, isEnded) = (0, false);
        var connection = fixture.Connect();
        connection.Before = call => isEnded && call.Operation == "TransactWriteItems" && ++commits == 2
            ? throw new AmazonDynamoDBException("denied") { StatusCode = HttpStatusCode.Forbidden }
            : Task.CompletedTask;
        using var worker = fixture.Worker(connection, configure: null, Windows(
            3600,
            call =>
            {
                var window = call.CreateWindow(static image => new Tally(image));
                var count = (window.State?.Count ?? 0) + call.CreateChanges(static _ => "").Count;
                if (window.IsFinal)
                {
                    isEnded = true;
                    Add(call.Transaction, "Windows", count);
                }

                call.KeepState(new Tally(count).ToImage());
                return new(BatchResult.Success);
            },
            usesTransaction: true));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 1);
        await fixture.WaitAsync(10);
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(30);
        await worker.StopAsync(Stop);

        Assert.Equal(2, Sum(fixture, "Windows"));
        Assert.True(commits >= 2);
    }, shards: 1);

    // Also where a page has changes of several windows, and one that fills a batch.
    [Fact]
    public Task What_each_call_writes_may_be_the_same_item() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
        for (var i = 0; i < 60; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
            await fixture.WaitAsync(1);
        }

        var calls = 0;
        using var worker = fixture.Worker(Windows(
            10,
            call =>
            {
                _ = call.CreateWindow(static image => new Tally(image));
                Add(call.Transaction, "Windows", call.CreateChanges(static _ => "").Count);
                calls++;
                return new(BatchResult.Success);
            },
            usesTransaction: true,
            batch: new() { MaxCount = 4, MaxBytes = 1500 }));
        await worker.StartAsync(Stop);
        await fixture.UntilAsync(() => Sum(fixture, "Windows") == 60);
        await fixture.WaitAsync(60);
        await worker.StopAsync(Stop);

        Assert.Equal(60, Sum(fixture, "Windows"));
        Assert.InRange(calls, 60 / 4, 60);
        Assert.Empty(fixture.LoggedWith("Error:"));
    }, shards: 1);

    [Fact]
    public Task Windows_of_several_lengths_and_other_handlers_share_the_checkpoint() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (single, batches, minutes, halves) = (new List<string>(), 0, new List<long>(), new List<long>());
        using var worker = fixture.Worker(
            WorkerFixture.Recorder(single),
            new HandlerDescriptor
            {
                Name = "Batches",
                Table = "Items",
                Entity = typeof(object),
                Kinds = ChangeKinds.All,
                Needs = ImageNeeds.None,
                Batch = new() { MaxCount = 1000, Window = TimeSpan.FromMinutes(5) },
                InvokeBatch = call =>
                {
                    batches += call.CreateChanges(static _ => "").Count;
                    return new(BatchResult.Success);
                },
            },
            Counter(60, window => Take(window, minutes)),
            Counter(30, window => Take(window, halves), "Halves"));
        await worker.StartAsync(Stop);
        await UntilMinuteAsync(fixture, 10);
        for (var i = 0; i < 90; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
            await fixture.WaitAsync(1);
        }

        await fixture.WaitAsync(60);
        Assert.Equal((90, 90), (single.Count, batches));
        Assert.Equal((90, 90), (minutes.Sum(), halves.Sum()));
        Assert.Equal((2, 3), (minutes.Count, halves.Count));
        Assert.Equal("90", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
        await worker.StopAsync(Stop);

        static void Take(Window<Tally> window, List<long> ends)
        {
            ends.Add(window.State!.Count);
            window.State = null;
        }
    }, shards: 1);

    [Fact]
    public Task A_shard_that_goes_back_behind_its_state_begins_anew_with_a_warning() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var counter = Counter(3600, static _ => { });
        using var worker = fixture.Worker(counter);
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 1);
        await fixture.WaitAsync(20);
        await worker.StopAsync(Stop);
        var key = Assert.Single((await fixture.Leases.AllAsync()).Keys);
        await fixture.Db.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = "app",
            Key = (await LeaseRowsAsync(fixture)).Single(),
            UpdateExpression = "SET cp = :beginning",
            ExpressionAttributeValues = new() { [":beginning"] = new("TRIM_HORIZON") },
        }, Stop);

        using var next = fixture.Worker(counter);
        await next.StartAsync(Stop);
        await fixture.WaitAsync(20);
        await next.StopAsync(Stop);

        Assert.Equal("2", Assert.Single(await StateRowsAsync(fixture))["state"].S);
        Assert.Contains(key.Split('/')[^1], Assert.Single(fixture.LoggedWith("is dropped")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task A_state_that_is_too_large_is_a_failure_that_says_so_and_nothing_is_passed() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(Windows(60, static call =>
        {
            _ = call.CreateWindow(static image => new Tally(image));
            call.KeepState(new byte[400 * 1024]);
            return new(BatchResult.Success);
        }));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => fixture.LoggedWith("has 409600 bytes as an item image; at most 358400 can be kept").Any());
        await worker.StopAsync(Stop);
        Assert.True(Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.IsBeginning);
    }, shards: 1);

    [Fact]
    public Task Lanes_and_transactions_of_single_changes_beside_windows_stop_the_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var counter = Counter(60, static _ => { });
        var single = new HandlerDescriptor
        {
            Name = "Single",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            UsesTransaction = true,
            Invoke = static (in _) => default,
        };
        using var lanes = fixture.Worker(static o => o.Parallelism = 2, counter);
        using var two = fixture.Worker(counter, single);
        using var elsewhere = fixture.Worker(static o => o.LeaseTable.Endpoint = new("http://localhost:1"), AddingCounter(60));

        Assert.Contains("Windows has windows, which is committed with the checkpoint", await ErrorAsync(lanes), StringComparison.Ordinal);
        Assert.Contains("Single of the same table 'Items' takes a ChangeTransaction", await ErrorAsync(two), StringComparison.Ordinal);
        Assert.Contains("does not span regions", await ErrorAsync(elsewhere), StringComparison.Ordinal);

        static async Task<string> ErrorAsync(IHost host) => (await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Stop))).Message;
    });

    private static async Task UntilMinuteAsync(WorkerFixture fixture, int minute)
    {
        var now = fixture.Clock.GetUtcNow();
        var start = now - new TimeSpan(0, 0, now.Minute, now.Second, now.Millisecond, now.Microsecond);
        await fixture.WaitAsync((start.AddMinutes(minute) - now).TotalSeconds + 0.001);
    }

    private static bool IsLost(string operation, Random random) => operation == "TransactWriteItems" && random.Next(10) == 0;

    private static async Task<List<Dictionary<string, AttributeValue>>> RowsAsync(WorkerFixture fixture, string prefix) =>
        [.. (await fixture.Db.Client.ScanAsync(new ScanRequest("app"), Stop)).Items
            .Where(row => row["pk"].S.StartsWith(prefix, StringComparison.Ordinal))];

    private static Task<List<Dictionary<string, AttributeValue>>> StateRowsAsync(WorkerFixture fixture) => RowsAsync(fixture, "T#");

    private static async Task<IEnumerable<Dictionary<string, AttributeValue>>> LeaseRowsAsync(WorkerFixture fixture) =>
        (await RowsAsync(fixture, "L#")).Select(static row => new Dictionary<string, AttributeValue> { ["pk"] = row["pk"], ["sk"] = row["sk"] });

    private static int Sum(WorkerFixture fixture, string key)
    {
        var item = fixture.Db.Client.GetItemAsync("Totals", new() { ["pk"] = new(key) }, Stop).GetAwaiter().GetResult().Item;
        return item is not null && item.TryGetValue("n", out var n) ? int.Parse(n.N, CultureInfo.InvariantCulture) : 0;
    }

    // Counts changes, and says at the end of a window how many there are by then.
    private static HandlerDescriptor Counter(int seconds, Action<Window<Tally>> ended, string name = "Windows") => Windows(
        seconds,
        (changes, window) =>
        {
            window.State = new((window.State?.Count ?? 0) + changes);
            if (window.IsFinal)
            {
                ended(window);
            }
        },
        name);

    // Adds the count of each window to a total.
    private static HandlerDescriptor AddingCounter(int seconds, string name = "Windows") => Windows(
        seconds,
        call =>
        {
            var window = call.CreateWindow(static image => new Tally(image));
            var count = (window.State?.Count ?? 0) + call.CreateChanges(static _ => "").Count;
            if (window.IsFinal && count > 0)
            {
                Add(call.Transaction, name, count);
                count = 0;
            }

            call.KeepState(count == 0 ? null : new Tally(count).ToImage());
            return new(BatchResult.Success);
        },
        name,
        usesTransaction: true);

    private static void Add(ChangeTransaction transaction, string key, long count) => transaction.Add(new()
    {
        Update = new()
        {
            TableName = "Totals",
            Key = new() { ["pk"] = new(key) },
            UpdateExpression = "ADD n :n",
            ExpressionAttributeValues = new() { [":n"] = new() { N = count.ToString(CultureInfo.InvariantCulture) } },
        },
    });

    private static HandlerDescriptor Windows(int seconds, Action<int, Window<Tally>> handle, string name = "Windows") => Windows(
        seconds,
        call =>
        {
            var window = call.CreateWindow(static image => new Tally(image));
            handle(call.CreateChanges(static _ => "").Count, window);
            call.KeepState(window.State?.ToImage());
            return new(BatchResult.Success);
        },
        name);

    private static HandlerDescriptor Windows(
        int seconds, BatchInvoker invoke, string name = "Windows", bool usesTransaction = false, BatchSettings? batch = null) => new()
        {
            Batch = batch,
            Name = name,
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            WindowSize = TimeSpan.FromSeconds(seconds),
            UsesTransaction = usesTransaction,
            InvokeBatch = invoke,
        };

    private sealed record Tally(long Count)
    {
        public Tally(ReadOnlySpan<byte> image)
            : this(long.Parse(image, CultureInfo.InvariantCulture))
        {
        }

        public byte[] ToImage() => Encoding.UTF8.GetBytes(Count.ToString(CultureInfo.InvariantCulture));
    }
}
