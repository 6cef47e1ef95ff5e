using DynamoHandlers.Testing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Wire;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    private readonly VirtualClock _clock = new();

    // Exponents grow with the attempts: far beyond what a double holds, the pace must still be the slowest.
    [Fact]
    public Task What_fails_for_days_is_tried_at_the_slowest_pace_all_the_time() => VirtualTime.RunAsync(_clock, async () =>
    {
        var attempts = new List<DateTimeOffset>();
        var random = new Random(1);
        var retry = RetryPolicy.Create(_clock, random.NextDouble, First, Max, static _ => true);

        await retry.ExecuteAsync(_ => Attempt(attempts, until: 5_000), TestContext.Current.CancellationToken);

        var delays = attempts.Zip(attempts.Skip(1), static (before, after) => after - before).ToList();
        Assert.InRange(delays[0], TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        Assert.All(delays, static delay => Assert.InRange(delay, TimeSpan.FromTicks(1), Max));
        Assert.All(delays.Skip(20), static delay => Assert.Equal(Max, delay));
    });

    [Fact]
    public Task What_is_not_to_be_tried_again_comes_out_at_once() => VirtualTime.RunAsync(_clock, async () =>
    {
        var attempts = new List<DateTimeOffset>();
        var retry = RetryPolicy.Create(_clock, static () => 0.5, First, Max, static e => e is not InvalidOperationException);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await retry.ExecuteAsync(_ => Attempt(attempts, until: 2), TestContext.Current.CancellationToken));

        Assert.Single(attempts);
    });

    [Fact]
    public Task A_cancelled_caller_waits_no_longer() => VirtualTime.RunAsync(_clock, async () =>
    {
        var attempts = new List<DateTimeOffset>();
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(10), _clock);
        var retry = RetryPolicy.Create(_clock, static () => 0.5, First, Max, static _ => true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await retry.ExecuteAsync(_ => Attempt(attempts, until: int.MaxValue), end.Token));

        Assert.Equal(TimeSpan.FromMinutes(10), _clock.GetElapsedTime(0));
    });

    private ValueTask Attempt(List<DateTimeOffset> attempts, int until)
    {
        attempts.Add(_clock.GetUtcNow());
        return attempts.Count < until ? throw new InvalidOperationException("not yet") : default;
    }
}
