using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;
using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Handlers that throw, in a whole worker.</summary>
public sealed class HandlerFailureTests
{
    [Fact]
    public Task The_waits_between_attempts_grow_and_are_capped_and_never_vanish() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var attempts = new List<DateTimeOffset>();
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall _) =>
        {
            attempts.Add(fixture.Clock.GetUtcNow());
            throw new InvalidOperationException("always");
        }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        while (attempts.Count < 3000)
        {
            await fixture.WaitAsync(3600);
        }

        await worker.StopAsync();

        var waits = attempts.Zip(attempts.Skip(1), static (one, next) => (next - one).TotalSeconds).ToArray();
        Assert.InRange(waits[0], 0.001, 0.5);
        Assert.InRange(waits[..5].Sum(), 0.5, 15);
        Assert.All(waits, static wait => Assert.InRange(wait, 0.001, 30));
        Assert.All(waits[20..], static wait => Assert.InRange(wait, 10, 30));
        Assert.All(fixture.LoggedWith("failed with record").Take(3), static line => Assert.Contains("next try in 00:00:0", line, StringComparison.Ordinal));
    }, shards: 1);

    // What the simulator leaves out to see that its checks notice: production never does.
    [Theory]
    [InlineData(true, "00000000000000000001")]
    [InlineData(false, "00000000000000000002")]
    public Task A_record_is_done_when_its_handlers_are_unless_that_rule_is_left_out(bool afterHandlers, string checkpoint) =>
        WorkerFixture.RunAsync(async fixture =>
        {
            await fixture.CreateTableAsync();
            var failures = 0;
            using var worker = fixture.Worker(
                fixture.Connect(),
                configure: null,
                host => host.Services.AddSingleton(ProtocolRules.All with { DoneAfterHandlers = afterHandlers }),
                WorkerFixture.Handler((in HandlerCall call) =>
                    WorkerFixture.Describe(call) == "b=2" && ++failures > 0 ? throw new InvalidOperationException("no") : default));
            await worker.StartAsync();
            await fixture.PutAsync("a", 1);
            await fixture.PutAsync("b", 2);
            await fixture.UntilAsync(() => failures > 1);
            await worker.StopAsync();

            var lease = Assert.Single((await fixture.Leases.AllAsync()).Values);
            Assert.Equal(new SequenceNumber(checkpoint), lease.Checkpoint.After);
        }, shards: 1);

    [Fact]
    public Task A_records_handlers_share_a_scope_which_ends_with_the_record() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        using var worker = Worker(
            fixture,
            events,
            Handler("First", static (_, _, _) => { }),
            Handler("Second", static (_, _, _) => { }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => events.Count == 8);
        await worker.StopAsync();

        Assert.Equal(
            [
                "made 1", "First a=1 in 1", "Second a=1 in 1", "disposed 1",
                "made 2", "First a=2 in 2", "Second a=2 in 2", "disposed 2",
            ],
            events);
    }, shards: 1);

    [Fact]
    public Task Each_attempt_gets_a_new_scope_and_a_handler_that_has_succeeded_is_not_called_again() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        using var worker = Worker(
            fixture,
            events,
            Handler("First", static (_, _, _) => { }),
            Handler("Second", static (_, attempt, _) => _ = attempt < 3 ? throw new InvalidOperationException("not yet") : 0),
            Handler("Third", static (_, _, _) => { }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => events.Count == 11);
        await worker.StopAsync();

        Assert.Equal(
            [
                "made 1", "First a=1 in 1", "Second a=1 in 1", "disposed 1",
                "made 2", "Second a=1 in 2", "disposed 2",
                "made 3", "Second a=1 in 3", "Third a=1 in 3", "disposed 3",
            ],
            events);
    }, shards: 1);

    [Fact]
    public Task A_record_that_no_handler_wants_makes_no_scope() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        using var worker = Worker(fixture, events, new HandlerDescriptor
        {
            Name = "Picky",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.Insert,
            Needs = ImageNeeds.None,
            Filter = static (in StreamRecord record) => record.NewImage.IndexOf("\"2\""u8) >= 0,
            Invoke = Invoker("Picky", static (_, _, _) => { }),
        });
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.PutAsync("b", 2);
        await fixture.UntilAsync(() => events.Count == 3);
        await worker.StopAsync();

        Assert.Equal(["made 1", "Picky b=2 in 1", "disposed 1"], events);
    }, shards: 1);

    // A time-out of the handler's own HTTP call, say: the worker's token has nothing to do with it.
    [Fact]
    public Task A_cancellation_that_is_not_the_workers_is_a_failure_and_is_retried() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        using var worker = Worker(fixture, events, Handler(
            "Only", static (_, attempt, _) => _ = attempt < 3 ? throw new TaskCanceledException("HTTP time-out") : 0));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => events.Count == 9);
        await worker.StopAsync();

        Assert.Equal(2, fixture.LoggedWith("Only failed with record").Count());
        Assert.Equal("00000000000000000001".TrimStart('0'), Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.After.ToString().TrimStart('0'));
    }, shards: 1);

    [Fact]
    public Task A_filter_that_throws_is_a_failure_and_the_record_waits() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (asked, handled) = (0, 0);
        using var worker = fixture.Worker(new HandlerDescriptor
        {
            Name = "Filtered",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Filter = (in StreamRecord _) => ++asked < 4 ? throw new InvalidOperationException("bad filter") : true,
            Invoke = (in HandlerCall _) =>
            {
                handled++;
                return default;
            },
        });
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => handled == 1);
        await worker.StopAsync();

        Assert.Equal(4, asked);
    }, shards: 1);

    [Fact]
    public Task A_scope_that_cannot_be_disposed_of_is_a_failed_attempt_like_any_other() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        using var worker = Worker(fixture, events, static () => true, Handler("Only", static (_, _, _) => { }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(600);
        await worker.StopAsync();

        // Ten minutes at up to 30 seconds each, after the first quick ones.
        Assert.InRange(events.Count(static e => e.StartsWith("Only", StringComparison.Ordinal)), 20, 40);
        Assert.NotEmpty(fixture.LoggedWith("Only failed with record"));
        Assert.Empty(fixture.LoggedWith("stopped unexpectedly"));
    }, shards: 1);

    [Fact]
    public Task A_scope_that_cannot_be_disposed_of_stops_only_its_record_and_keeps_what_was_done_before() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var events = new List<string>();
        var failures = 3;
        using var worker = Worker(fixture, events, () => failures-- > 0, Handler("Only", static (_, _, _) => { }));
        await worker.StartAsync();
        failures = 0;
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => events.Count == 6);
        failures = 3;
        await fixture.PutAsync("a", 3);
        await fixture.PutAsync("a", 4);
        await fixture.UntilAsync(() => events.Any(static e => e.StartsWith("Only a=4", StringComparison.Ordinal)));
        await worker.StopAsync();

        var calls = events.Where(static e => e.StartsWith("Only", StringComparison.Ordinal)).Select(static e => e.Split(' ')[1]);
        Assert.Equal(["a=1", "a=2", "a=3", "a=3", "a=3", "a=3", "a=4"], calls);
    }, shards: 1);

    [Fact]
    public Task A_mapping_failure_names_the_record_and_the_attribute_and_later_records_wait() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var mapped = new List<int>();
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            mapped.Add(ReadNumber(call.NewImage));
            return default;
        }, name: "Shop.Mapped"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.Db.Client.PutItemAsync("Items", new() { ["pk"] = new("a"), ["n"] = new("many") });
        await fixture.PutAsync("a", 3);
        await fixture.WaitAsync(3600);

        Assert.Equal([1], mapped);
        var line = fixture.LoggedWith("Shop.Mapped failed").First();
        string[] parts = ["Table 'Items'", "\"pk\":{\"S\":\"a\"}", "Attribute 'n'", "wire type S", "System.Int32", "(attempt 1)"];
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.True(fixture.LoggedWith("Shop.Mapped failed").Count() > 100);

        // A version of the handler that can read it gets it: nothing was lost by the wait.
        await worker.StopAsync();
        var seen = new List<string>();
        using var mended = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            seen.Add(call.Record.SequenceNumber.ToString().TrimStart('0'));
            return default;
        }));
        await mended.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 2);
        await mended.StopAsync();
        Assert.Equal(["2", "3"], seen);
    }, shards: 1);

    private static int ReadNumber(ReadOnlySpan<byte> image)
    {
        var reader = new ImageReader(image);
        reader.BeginMap(typeof(object));
        var number = 0;
        while (reader.NextAttribute())
        {
            if (reader.IsNamed("n"u8))
            {
                number = reader.ReadInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return number;
    }

    private static Microsoft.Extensions.Hosting.IHost Worker(
        WorkerFixture fixture, List<string> events, params HandlerDescriptor[] handlers) =>
        Worker(fixture, events, static () => false, handlers);

    private static Microsoft.Extensions.Hosting.IHost Worker(
        WorkerFixture fixture, List<string> events, Func<bool> failsToDispose, params HandlerDescriptor[] handlers)
    {
        var made = 0;
        return fixture.Worker(
            fixture.Connect(),
            configure: null,
            host => host.Services.AddScoped(_ => new Scoped(++made, events, failsToDispose)),
            handlers);
    }

    private static HandlerDescriptor Handler(string name, Action<string, int, CancellationToken> act) =>
        WorkerFixture.Handler(Invoker(name, act), name: name);

    private static HandlerInvoker Invoker(string name, Action<string, int, CancellationToken> act) => (in HandlerCall call) =>
    {
        var what = WorkerFixture.Describe(call);
        call.Services.GetRequiredService<Scoped>().Use($"{name} {what}");
        act(what, call.Attempt, call.Stop);
        return default;
    };

    /// <summary>A service that can only be disposed of asynchronously, as a database context may be.</summary>
    private sealed class Scoped : IAsyncDisposable
    {
        private readonly int _number;
        private readonly List<string> _events;
        private readonly Func<bool> _failsToDispose;

        public Scoped(int number, List<string> events, Func<bool> failsToDispose)
        {
            (_number, _events, _failsToDispose) = (number, events, failsToDispose);
            events.Add($"made {number}");
        }

        public void Use(string what) => _events.Add($"{what} in {_number}");

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            _events.Add($"disposed {_number}");
            if (_failsToDispose())
            {
                throw new InvalidOperationException("cannot be disposed of");
            }
        }
    }
}
