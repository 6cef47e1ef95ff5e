using DynamoHandlers.Testing;
using Microsoft.Extensions.Hosting;
using Orders.Handlers;

namespace Orders.Shop;

/// <summary>Runs the shop for a while, then waits until everything it wrote was handled, and ends the program.</summary>
public sealed class ShopService(
    Customers customers,
    OrderStatistics statistics,
    Screen screen,
    ShopSettings settings,
    TimeProvider clock,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _expired;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var timer = new PeriodicTimer(settings.Pause, clock);
            while (clock.GetElapsedTime(started) < settings.Duration && await timer.WaitForNextTickAsync(stoppingToken))
            {
                await customers.ActAsync(stoppingToken);
                _expired += settings.InMemory?.ExpireItems() ?? 0;
                await ShowAsync(clock.GetElapsedTime(started), stoppingToken);
            }

            await CatchUpAsync(started, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Ctrl+C: the worker checkpoints what is done; the summary is printed all the same.
        }

        lifetime.StopApplication();
    }

    /// <summary>What was written and handled.</summary>
    public string Summary()
    {
        var s = statistics;
        return $"""
            Written: {customers.Writes} changes by customers{(settings.InMemory is null ? "" : $" and {_expired} expiries")}.
            Handled: {s.Handled} ({s.Inserted} inserts, {s.Modified} modifications, {s.Removed} deletions, {s.Expired} expiries).
            """ + (settings.InMemory is null ? "\nWhat one instance has written, another may handle." : "");
    }

    private async Task CatchUpAsync(long started, CancellationToken stop)
    {
        var waiting = clock.GetTimestamp();
        while (statistics.Handled < customers.Writes + _expired && clock.GetElapsedTime(waiting) < Patience)
        {
            await Task.Delay(settings.Pause, clock, stop);
            await ShowAsync(clock.GetElapsedTime(started), stop);
        }
    }

    private Task ShowAsync(TimeSpan elapsed, CancellationToken stop) => screen.SetProgressAsync(
        $"{statistics.Handled} records, {statistics.Handled / elapsed.TotalSeconds:0.0} a second, lag {statistics.Lag.TotalSeconds:0.0} s",
        stop);
}

/// <summary>How the shop runs.</summary>
/// <param name="Duration">How long customers come.</param>
/// <param name="Pause">The time between two things that they do.</param>
/// <param name="InMemory">The embedded DynamoDB, if it is used: its expiries are up to the shop.</param>
public sealed record ShopSettings(TimeSpan Duration, TimeSpan Pause, InMemoryDynamoDb? InMemory);
