using DynamoHandlers.Streams;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class DescribePaceTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public Task A_few_go_at_once_and_then_a_lone_worker_has_the_whole_limit() => RunAsync(async pace =>
    {
        var times = await TimesAsync(pace, DescribeUse.Urgent, 8);

        Assert.Equal((double[])[0, 0, 0, 0, 0, 0.1, 0.2, 0.3], times);
    });

    [Fact]
    public Task Each_worker_of_a_fleet_keeps_to_its_share() => RunAsync(async pace =>
    {
        pace.Workers = 20;

        var times = await TimesAsync(pace, DescribeUse.Urgent, 7);

        Assert.Equal((double[])[0, 0, 0, 0, 0, 2, 4], times);
    });

    [Fact]
    public Task Background_requests_take_half_the_limit_however_large_the_fleet_is() => RunAsync(async pace =>
    {
        pace.Workers = 100;

        var times = await TimesAsync(pace, DescribeUse.Background, 7);

        Assert.Equal((double[])[0, 0, 0, 0, 0, 0.2, 0.4], times);
    });

    [Fact]
    public Task Background_requests_wait_while_urgent_ones_do() => RunAsync(async pace =>
    {
        var urgent = TimesAsync(pace, DescribeUse.Urgent, 25);
        var background = TimesAsync(pace, DescribeUse.Background, 1);

        Assert.Equal(2, (await urgent)[^1]);
        Assert.Equal(2, Assert.Single(await background));
    });

    [Fact]
    public Task A_pause_allows_a_few_at_once_again_and_no_more() => RunAsync(async pace =>
    {
        await TimesAsync(pace, DescribeUse.Urgent, 20);
        await Task.Delay(TimeSpan.FromHours(1), _clock);

        var times = await TimesAsync(pace, DescribeUse.Urgent, 6);

        Assert.Equal((double[])[0, 0, 0, 0, 0, 0.1], times);
    });

    [Fact]
    public Task Who_gives_up_waiting_does_not_keep_others_from_their_turn() => RunAsync(async pace =>
    {
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 7).Select(_ => pace.WaitAsync(DescribeUse.Urgent, gone.Token).AsTask()).ToArray();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));

        Assert.InRange(Assert.Single(await TimesAsync(pace, DescribeUse.Urgent, 1)), 0, 0.4);
    });

    /// <summary>When, in seconds from now, requests that are made at once may go.</summary>
    private async Task<double[]> TimesAsync(DescribePace pace, DescribeUse use, int requests)
    {
        var start = _clock.GetUtcNow();
        return await Task.WhenAll(Enumerable.Range(0, requests).Select(async _ =>
        {
            await pace.WaitAsync(use, CancellationToken.None);
            return Math.Round((_clock.GetUtcNow() - start).TotalSeconds, 3);
        }));
    }

    private Task RunAsync(Func<DescribePace, Task> test) => VirtualTime.RunAsync(_clock, () => test(new DescribePace(_clock)));
}
