using DynamoHandlers.Dispatching.Middleware;
using DynamoHandlers.Idempotency;
using DynamoHandlers.Runtime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.Idempotency;

public sealed class RepeatSuppressionTests
{
    [Fact]
    public Task A_handler_is_not_called_again_with_what_it_has_completed() => WorkerFixture.RunAsync(async fixture =>
    {
        using var suppressed = new MetricSum("dynamo_handlers.changes.suppressed");
        var calls = 0;
        Func<ValueTask> call = () =>
        {
            calls++;
            return default;
        };

        await InvokeAsync(fixture, "Shop.Handler", ["1"], _ => call());
        await InvokeAsync(fixture, "Shop.Handler", ["1"], _ => call());
        Assert.Equal((1, 1), (calls, suppressed.Now));

        await InvokeAsync(fixture, "Shop.Other", ["1"], _ => call());
        await InvokeAsync(fixture, "Shop.Handler", ["2"], _ => call());
        Assert.Equal((3, 1), (calls, suppressed.Now));
    });

    [Fact]
    public Task A_call_that_failed_is_made_again() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = 0;

        await Assert.ThrowsAsync<TimeoutException>(() => InvokeAsync(fixture, "Shop.Handler", ["1"], _ => throw new TimeoutException()));
        await InvokeAsync(fixture, "Shop.Handler", ["1"], _ =>
        {
            calls++;
            return default;
        });

        Assert.Equal(1, calls);
    });

    [Fact]
    public Task Of_a_batch_only_what_is_completed_is_left_out() => WorkerFixture.RunAsync(async fixture =>
    {
        await InvokeAsync(fixture, "Shop.Handler", ["2", "4"]);

        var called = await InvokeAsync(fixture, "Shop.Handler", ["1", "2", "3", "4"]);
        Assert.Equal(["1", "3"], called);

        Assert.Null(await InvokeAsync(fixture, "Shop.Handler", ["1", "2", "3", "4"]));
    });

    // Else the changes that a batch handler reports as failed would be lost.
    [Fact]
    public Task What_is_to_be_handled_again_is_not_completed() => WorkerFixture.RunAsync(async fixture =>
    {
        await InvokeAsync(fixture, "Shop.Handler", ["1", "2", "3"], static invocation =>
        {
            invocation.Unfinished = [invocation.Changes[1]];
            return default;
        });

        Assert.Equal(["2"], await InvokeAsync(fixture, "Shop.Handler", ["1", "2", "3"]));
    });

    [Fact]
    public Task What_other_middleware_leaves_out_is_not_completed() => WorkerFixture.RunAsync(async fixture =>
    {
        await InvokeAsync(fixture, "Shop.Handler", ["1", "2"], static invocation =>
        {
            invocation.Skip(invocation.Changes[0]);
            return default;
        });

        Assert.Equal(["1"], await InvokeAsync(fixture, "Shop.Handler", ["1", "2"]));
    });

    [Theory]
    [InlineData("BatchGetItem", 0)]
    [InlineData("BatchWriteItem", 1)]
    public Task A_store_that_does_not_answer_is_a_failure_of_the_handler(string operation, int expected) => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        connection.Before = call => call.Operation == operation ? throw new HttpRequestException("unreachable") : Task.CompletedTask;
        var calls = 0;

        await Assert.ThrowsAsync<HttpRequestException>(() => InvokeAsync(
            fixture,
            "Shop.Handler",
            ["1"],
            _ =>
            {
                calls++;
                return default;
            },
            connection));

        Assert.Equal(expected, calls);
    });

    [Fact]
    public Task What_is_done_is_recorded_also_when_the_worker_must_end_meanwhile() => WorkerFixture.RunAsync(async fixture =>
    {
        using var stop = new CancellationTokenSource();

        await InvokeAsync(
            fixture,
            "Shop.Handler",
            ["1"],
            _ =>
            {
                stop.Cancel();
                return default;
            },
            end: stop);

        Assert.Null(await InvokeAsync(fixture, "Shop.Handler", ["1"]));
    });

    [Fact]
    public Task A_worker_that_must_end_does_not_wait_for_the_store_for_long() => WorkerFixture.RunAsync(async fixture =>
    {
        using var stop = new CancellationTokenSource();
        var connection = fixture.Connect();
        connection.Before = call => call.Operation == "BatchWriteItem" ? Task.Delay(Timeout.Infinite, call.Stop) : Task.CompletedTask;
        var start = fixture.Clock.GetUtcNow();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InvokeAsync(
            fixture,
            "Shop.Handler",
            ["1"],
            _ =>
            {
                stop.Cancel();
                return default;
            },
            connection,
            stop));

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    });

    [Fact]
    public Task Handlers_can_be_chosen() => WorkerFixture.RunAsync(async fixture =>
    {
        static bool IsChosen(string handler) => handler == "Shop.Mail";

        Assert.Equal(["1"], await InvokeAsync(fixture, "Shop.Count", ["1"], handlers: IsChosen));
        Assert.Equal(["1"], await InvokeAsync(fixture, "Shop.Count", ["1"], handlers: IsChosen));
        Assert.Equal(["1"], await InvokeAsync(fixture, "Shop.Mail", ["1"], handlers: IsChosen));
        Assert.Null(await InvokeAsync(fixture, "Shop.Mail", ["1"], handlers: IsChosen));
    });

    [Fact]
    public async Task The_applications_own_store_is_used_and_a_second_call_adds_nothing()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IIdempotencyStore, AllCompleted>();
        services.AddDynamoHandlers(static o => o.Application = "app").SuppressRepeats().SuppressRepeats();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();

        var middleware = Assert.Single(provider.GetServices<MiddlewareRegistration>()).Get(scope.ServiceProvider);
        var invocation = new HandlerInvocation("Shop.Handler", [new() { SequenceNumber = "1" }], scope.ServiceProvider, default);
        await middleware.InvokeAsync(invocation, static () => throw new InvalidOperationException("called"));

        Assert.True(invocation.IsSkipped(invocation.Changes[0]));
    }

    /// <summary>Has the middleware call a handler.</summary>
    /// <returns>The changes that the handler is called with; null if it is not called.</returns>
    private static async Task<IReadOnlyList<string>?> InvokeAsync(
        WorkerFixture fixture,
        string handler,
        string[] changes,
        Func<HandlerInvocation, ValueTask>? call = null,
        Connection? connection = null,
        CancellationTokenSource? end = null,
        Func<string, bool>? handlers = null)
    {
        using var host = fixture.Worker(
            connection ?? fixture.Connect(), null, host => host.Services.AddDynamoHandlers().SuppressRepeats(handlers));
        await using var scope = host.Services.CreateAsyncScope();
        var middleware = Assert.Single(host.Services.GetServices<MiddlewareRegistration>()).Get(scope.ServiceProvider);
        var invocation = new HandlerInvocation(
            handler,
            [.. changes.Select(static change => new ChangeContext { StreamArn = "arn:stream", ShardId = "shard", SequenceNumber = change })],
            scope.ServiceProvider,
            end?.Token ?? CancellationToken.None);
        IReadOnlyList<string>? called = null;
        await middleware.InvokeAsync(invocation, async () =>
        {
            called = [.. invocation.Changes.Where(change => !invocation.IsSkipped(change)).Select(static change => change.SequenceNumber)];
            await (call?.Invoke(invocation) ?? default);
        });
        return called;
    }

    private sealed class AllCompleted : IIdempotencyStore
    {
        public ValueTask<IReadOnlySet<string>> FindCompletedAsync(
            string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken) =>
            new(idempotencyKeys.ToHashSet());

        public ValueTask MarkCompletedAsync(
            string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing was done.");
    }
}
