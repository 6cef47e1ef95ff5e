using System.Text;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>What becomes of changes whose handlers fail, in a whole worker.</summary>
public sealed class FailurePolicyTests
{
    [Fact]
    public Task After_its_last_attempt_a_change_is_passed_over_loudly() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var skipped = new MetricSum("dynamo_handlers.changes.skipped");
        using var failures = new MetricSum("dynamo_handlers.handler.failures");
        using var worker = fixture.Worker(
            static o => (o.Failure.MaxAttempts, o.Failure.Then) = (3, FailureAction.Skip), Failing(seen, "a=1"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await worker.StopAsync();

        Assert.Equal(["a=1", "a=1", "a=1", "a=2"], seen);
        Assert.Equal((1, 3), (skipped.Now, failures.Now));
        Assert.Matches("Error: CHANGE SKIPPED: Handler has failed 3 times with record .*InvalidDataException no", Assert.Single(fixture.LoggedWith("CHANGE SKIPPED")));
    }, shards: 1);

    [Fact]
    public Task A_dead_letter_holds_the_whole_record_and_its_error() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (seen, store) = (new List<string>(), new Store());
        using var worker = Worker(fixture, store, Failing(seen, new FailurePolicy { MaxAttempts = 2, Then = FailureAction.DeadLetter }, "a=2"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => seen.Contains("a=3"));
        await worker.StopAsync();

        var letter = Assert.Single(store.Letters);
        var record = Encoding.UTF8.GetString(letter.Record.Span);
        Assert.Contains("\"OldImage\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}", record, StringComparison.Ordinal);
        Assert.Contains("\"NewImage\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"2\"}}", record, StringComparison.Ordinal);
        Assert.Equal(("Handler", "Items", ChangeKind.Modify, 2), (letter.Handler, letter.TableName, letter.Kind, letter.Attempts));
        Assert.Equal("System.IO.InvalidDataException", letter.ErrorType);
        Assert.Contains("no", letter.Error, StringComparison.Ordinal);
        Assert.Contains("FailurePolicyTests", letter.Error, StringComparison.Ordinal);
        Assert.Single(fixture.LoggedWith("DEAD LETTER"));
    }, shards: 1);

    [Fact]
    public Task Nothing_goes_on_before_a_dead_letter_is_kept() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (seen, store) = (new List<string>(), new Store { IsBroken = true });
        using var worker = Worker(fixture, store, Failing(seen, new FailurePolicy { MaxAttempts = 1, Then = FailureAction.DeadLetter }, "a=1"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(120);
        Assert.Equal(["a=1"], seen);
        Assert.NotEmpty(fixture.LoggedWith("could not be kept"));
        Assert.True(Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.IsBeginning);

        store.IsBroken = false;
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await worker.StopAsync();
        Assert.Single(store.Letters);
    }, shards: 1);

    [Fact]
    public Task A_change_that_is_too_old_is_tried_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(100);
        await fixture.PutAsync("b", 2);
        using var worker = fixture.Worker(
            static o => (o.Failure.MaxAge, o.Failure.Then) = (TimeSpan.FromSeconds(60), FailureAction.Skip), Failing(seen, "a=1", "b=2"));
        await worker.StartAsync();
        await fixture.UntilAsync(() => fixture.LoggedWith("CHANGE SKIPPED").Count() == 2);
        await worker.StopAsync();

        Assert.Equal(1, seen.Count(static change => change == "a=1"));
        Assert.InRange(seen.Count(static change => change == "b=2"), 5, 30);
    }, shards: 1);

    [Fact]
    public Task The_application_decides_by_the_failure_and_its_own_errors_change_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (seen, asked) = (new List<string>(), new List<HandlerFailure>());
        using var worker = fixture.Worker(
            o => o.Failure.Decide = failure =>
            {
                asked.Add(failure);
                return asked.Count switch
                {
                    1 => throw new InvalidOperationException("undecided"),
                    2 => FailureDecision.Default,
                    _ => FailureDecision.Skip,
                };
            },
            Failing(seen, "a=1"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await worker.StopAsync();

        Assert.Equal([1, 2, 3], asked.Select(static failure => failure.Attempt));
        Assert.All(asked, static failure =>
        {
            Assert.Equal("Handler", failure.Handler);
            Assert.IsType<InvalidDataException>(failure.Exception);
            Assert.Equal("{\"pk\":{\"S\":\"a\"}}", failure.Change.Keys);
            Assert.InRange(failure.Age, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        });
        Assert.Single(fixture.LoggedWith("undecided"));
    }, shards: 1);

    [Fact]
    public Task Other_handlers_of_the_record_have_their_own_policies() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (first, second) = (new List<string>(), new List<string>());
        using var worker = fixture.Worker(
            Failing(first, new FailurePolicy { MaxAttempts = 2, Then = FailureAction.Skip }, "a=1"),
            WorkerFixture.Handler(
                (in HandlerCall call) =>
                {
                    second.Add(WorkerFixture.Describe(call));
                    return default;
                },
                name: "Second"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => second.Count == 1);
        await worker.StopAsync();

        Assert.Equal(["a=1", "a=1"], first);
    }, shards: 1);

    [Fact]
    public Task A_policy_that_makes_no_sense_stops_the_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(Failing([], new FailurePolicy { Then = FailureAction.Skip }, "a=1"));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("The failure policy of Handler", error.Message, StringComparison.Ordinal);
        Assert.Contains("after what", error.Message, StringComparison.Ordinal);
    });

    private static IHost Worker(WorkerFixture fixture, Store store, params HandlerDescriptor[] handlers) => fixture.Worker(
        fixture.Connect(),
        configure: null,
        host => host.Services.Replace(ServiceDescriptor.Singleton<IDeadLetterStore>(store)),
        handlers);

    private static HandlerDescriptor Failing(List<string> seen, params string[] failing) => Failing(seen, null, failing);

    private static HandlerDescriptor Failing(List<string> seen, FailurePolicy? policy, params string[] failing) => new()
    {
        Name = "Handler",
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.Old | ImageNeeds.New,
        Failure = policy,
        Invoke = (in HandlerCall call) =>
        {
            var change = WorkerFixture.Describe(call);
            seen.Add(change);
            return failing.Contains(change) ? throw new InvalidDataException("no") : default;
        },
    };

    private sealed class Store : IDeadLetterStore
    {
        public bool IsBroken { get; set; }

        public List<DeadLetter> Letters { get; } = [];

        public ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken)
        {
            if (IsBroken)
            {
                throw new HttpRequestException("broken");
            }

            Letters.Add(letter);
            return default;
        }

        public IAsyncEnumerable<DeadLetter> ReadAsync(string? handler, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
