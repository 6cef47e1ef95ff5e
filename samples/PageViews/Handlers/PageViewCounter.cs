using DynamoHandlers;
using PageViews.Model;

namespace PageViews.Handlers;

/// <summary>
/// Counts views by customer. One instance for each shard counts in memory, and adds what it has to the table every two
/// seconds: a few writes instead of one for each view. They commit with the checkpoint, so that each view counts once,
/// also if the process dies before, amid or after them.
/// </summary>
/// <remarks>A transaction has 100 writes at most: after 90 views there are no more than 90 customers.</remarks>
[Handler(PerShard = true, FlushSeconds = 2, FlushCount = 90)]
public sealed class PageViewCounter(Screen screen) : IShardBuffer
{
    private readonly Dictionary<string, int> _views = [];
    private string _shard = "";

    public ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop)
    {
        _shard = shard.ShardId;
        return default;
    }

    [OnInsert]
    public void Viewed(PageView view) => _views[view.Customer] = _views.GetValueOrDefault(view.Customer) + 1;

    public async ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
    {
        foreach (var (customer, views) in _views)
        {
            transaction.UpdateCustomerViews(customer).AddViews(views);
        }

        await screen.WriteAsync($"+ {_views.Values.Sum()} views of {_views.Count} customers, from {_shard}", stop);
        _views.Clear();
    }
}
