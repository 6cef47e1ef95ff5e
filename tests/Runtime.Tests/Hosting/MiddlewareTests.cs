using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Middleware around the calls of handlers, in a whole worker.</summary>
public sealed class MiddlewareTests
{
    [Fact]
    public Task It_wraps_each_call_in_the_order_of_its_registration_and_shares_the_scope() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new Seen();
        var handler = WorkerFixture.Handler((in HandlerCall call) =>
        {
            seen.Lines.Add($"handler {call.Services.GetRequiredService<Scope>().Id}");
            return default;
        });
        using var worker = Worker(fixture, seen, handler);
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Lines.Count == 10);
        await worker.StopAsync();

        Assert.Equal(
            ["outer Handler {\"pk\":{\"S\":\"a\"}}", "inner 1", "handler 1", "inner ends", "outer ends"], seen.Lines[..5]);
        Assert.Equal("handler 2", seen.Lines[7]);
    }, shards: 1);

    [Fact]
    public Task What_it_throws_is_the_handlers_failure() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new Seen { Failures = 2 };
        var handled = new List<string>();
        using var worker = Worker(fixture, seen, WorkerFixture.Recorder(handled));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => handled.Count == 1);
        await worker.StopAsync();

        Assert.Equal(2, fixture.LoggedWith("inner fails").Count());
    }, shards: 1);

    [Fact]
    public Task It_can_leave_changes_out_of_a_call() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new Seen { Skipped = "b" };
        var (handled, batches) = (new List<string>(), new List<int>());
        var batch = new HandlerDescriptor
        {
            Name = "Batches",
            Table = "Items",
            Entity = typeof(int),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.New,
            InvokeBatch = call =>
            {
                batches.Add(call.CreateChanges(static image => image.Length).Count);
                return new(BatchResult.Success);
            },
        };
        using var worker = Worker(fixture, seen, WorkerFixture.Recorder(handled), batch);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        await fixture.PutAsync("c", 3);
        await worker.StartAsync();
        await fixture.UntilAsync(() => batches.Count == 1);
        await worker.StopAsync();

        Assert.Equal(["a=1", "c=3"], handled);
        Assert.Equal([2], batches);
    }, shards: 1);

    private static IHost Worker(WorkerFixture fixture, Seen seen, params HandlerDescriptor[] handlers) => fixture.Worker(
        fixture.Connect(),
        configure: null,
        host =>
        {
            host.Services.AddSingleton(seen).AddScoped<Scope>();
            host.Services.AddDynamoHandlers().UseMiddleware<Outer>().UseMiddleware<Inner>();
        },
        handlers);

    private sealed class Seen
    {
        public List<string> Lines { get; } = [];

        public int Failures { get; set; }

        public string? Skipped { get; init; }

        public int Scopes { get; set; }
    }

    private sealed class Scope(Seen seen)
    {
        public int Id { get; } = ++seen.Scopes;
    }

    private sealed class Outer(Seen seen) : IChangeMiddleware
    {
        public async ValueTask InvokeAsync(HandlerInvocation invocation, Func<ValueTask> next)
        {
            seen.Lines.Add($"outer {invocation.Handler} {invocation.Changes[0].Keys}");
            foreach (var change in invocation.Changes.Where(change => seen.Skipped is { } key && change.Keys.Contains($"\"{key}\"", StringComparison.Ordinal)))
            {
                invocation.Skip(change);
            }

            await next();
            seen.Lines.Add("outer ends");
        }
    }

    private sealed class Inner(Seen seen, Scope scope) : IChangeMiddleware
    {
        public async ValueTask InvokeAsync(HandlerInvocation invocation, Func<ValueTask> next)
        {
            if (seen.Failures-- > 0)
            {
                throw new InvalidOperationException("inner fails");
            }

            seen.Lines.Add($"inner {scope.Id}");
            await next();
            seen.Lines.Add("inner ends");
        }
    }
}
