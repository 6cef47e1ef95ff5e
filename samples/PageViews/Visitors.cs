using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Hosting;

namespace PageViews;

/// <summary>Looks at pages for a while, then waits until all views are counted, and ends the program.</summary>
public sealed class Visitors(IAmazonDynamoDB db, VisitSettings settings, TimeProvider clock, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private static readonly string[] Customers = ["Ada", "Alan", "Barbara", "Edsger", "Grace", "Tony"];
    private static readonly string[] Pages = ["/", "/about", "/basket", "/news", "/search"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> _before = [];
    private readonly SortedDictionary<string, long> _views = [];

    /// <summary>How many views were made and counted, by customer.</summary>
    public async Task<string> SummaryAsync(CancellationToken stop)
    {
        var counted = await CountedAsync(stop);
        var lines = _views.Select(made => $"{made.Key,-8} {made.Value,6} views, {counted.GetValueOrDefault(made.Key),6} counted");
        return string.Join(Environment.NewLine, lines);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (customer, views) in await ReadAsync(stoppingToken))
            {
                _before[customer] = views;
            }

            await VisitAsync(stoppingToken);
            var waiting = clock.GetTimestamp();
            while ((await CountedAsync(stoppingToken)).Values.Sum() < _views.Values.Sum() && clock.GetElapsedTime(waiting) < Patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Ctrl+C: what is collected is flushed as the worker stops.
        }

        lifetime.StopApplication();
    }

    private async Task VisitAsync(CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), clock);
        while (clock.GetElapsedTime(started) < settings.Duration && await timer.WaitForNextTickAsync(stop))
        {
            var customer = Pick(Customers);
            await db.PutItemAsync(
                Tables.PageViews,
                new()
                {
                    ["pk"] = new($"{Guid.NewGuid():n}"),
                    ["customer"] = new(customer),
                    ["page"] = new(Pick(Pages)),
                },
                stop);
            _views[customer] = _views.GetValueOrDefault(customer) + 1;
        }
    }

    private async Task<Dictionary<string, long>> CountedAsync(CancellationToken stop) => (await ReadAsync(stop))
        .ToDictionary(static views => views.Key, views => views.Value - _before.GetValueOrDefault(views.Key));

    private async Task<Dictionary<string, long>> ReadAsync(CancellationToken stop)
    {
        var page = await db.ScanAsync(new ScanRequest(Tables.CustomerViews) { ConsistentRead = true }, stop);
        return (page.Items ?? []).ToDictionary(
            static item => item["pk"].S, static item => long.Parse(item["views"].N, CultureInfo.InvariantCulture));
    }

    // The first is picked most often, as in life.
    private static string Pick(string[] from) => from[Math.Min(Random.Shared.Next(from.Length), Random.Shared.Next(from.Length))];
}

/// <summary>How the sample runs.</summary>
/// <param name="Duration">How long pages are looked at.</param>
public sealed record VisitSettings(TimeSpan Duration);
