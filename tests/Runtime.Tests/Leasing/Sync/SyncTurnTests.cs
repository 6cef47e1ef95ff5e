using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;

namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

public sealed class SyncTurnTests
{
    private static readonly string[] Workers = [.. Enumerable.Range(0, 10).Select(static i => $"worker-{i}#20260131120000-00000000000{i}")];

    [Fact]
    public void Each_worker_has_another_rank()
    {
        for (var pass = 0; pass < 100; pass++)
        {
            var ranks = Workers.Select(worker => SyncTurn.Rank(Workers, worker, LeaseRows.Stream, pass)).Order();

            Assert.Equal(Enumerable.Range(0, Workers.Length), ranks);
        }
    }

    [Fact]
    public void Each_worker_is_first_about_equally_often()
    {
        var first = Enumerable.Range(0, 2000).CountBy(pass =>
            Workers.Single(worker => SyncTurn.Rank(Workers, worker, LeaseRows.Stream, pass) == 0)).ToDictionary();

        Assert.All(Workers, worker => Assert.InRange(first.GetValueOrDefault(worker), 120, 280));
    }

    [Fact]
    public void The_streams_of_an_application_are_spread_over_the_workers()
    {
        var first = Enumerable.Range(0, 200).Select(static table => new StreamKey($"Table{table}", "2026-01-31T12:00:00.000"))
            .CountBy(stream => Workers.Single(worker => SyncTurn.Rank(Workers, worker, stream, pass: 7) == 0)).ToDictionary();

        Assert.All(Workers, worker => Assert.InRange(first.GetValueOrDefault(worker), 5, 40));
    }

    [Fact]
    public void Who_is_not_among_the_living_yet_counts_itself() =>
        Assert.InRange(SyncTurn.Rank(Workers, "new#1", LeaseRows.Stream, pass: 1), 0, Workers.Length);

    [Fact]
    public void Each_next_worker_waits_half_an_interval_longer()
    {
        var interval = TimeSpan.FromMinutes(10);

        Assert.Equal(
            [10, 15, 20], new[] { 0, 1, 2 }.Select(rank => SyncTurn.Patience(rank, interval).TotalMinutes));
    }
}
