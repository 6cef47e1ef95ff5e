using DynamoHandlers;
using PageViews.Model;

namespace PageViews.Handlers;

/// <summary>Says every five seconds, shard by shard, which page was looked at most.</summary>
public sealed class Traffic(Screen screen)
{
    [OnWindow(Seconds = 5)]
    public async Task FiveSeconds(IReadOnlyList<Change<PageView>> changes, Window<PageCounts> window, CancellationToken stop)
    {
        var counts = window.State ??= new PageCounts();
        foreach (var change in changes)
        {
            counts.Add(change.New.Page);
        }

        if (window.IsFinal && counts.Busiest is { } busiest)
        {
            await screen.WriteAsync($"  {window.Start:HH:mm:ss} to {window.End:HH:mm:ss}: {busiest.Key} was looked at most, {busiest.Value} times", stop);
            window.State = null;
        }
    }
}

/// <summary>How often each page was looked at: kept from call to call, also on another worker.</summary>
public sealed class PageCounts
{
    public Dictionary<string, int> Pages { get; init; } = [];

    internal KeyValuePair<string, int>? Busiest => Pages.Count == 0 ? null : Pages.MaxBy(static page => page.Value);

    internal void Add(string page) => Pages[page] = Pages.GetValueOrDefault(page) + 1;
}
