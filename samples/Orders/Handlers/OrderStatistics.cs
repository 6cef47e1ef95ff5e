using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;
using Orders.Model;

namespace Orders.Handlers;

/// <summary>Counts every change. One instance for the process, as shards run side by side it must be thread-safe.</summary>
[Handler(Lifetime = ServiceLifetime.Singleton)]
public sealed class OrderStatistics(TimeProvider clock)
{
    private long _inserted;
    private long _modified;
    private long _removed;
    private long _expired;
    private long _lag;

    public long Handled => Inserted + Modified + Removed + Expired;

    public long Inserted => Interlocked.Read(ref _inserted);

    public long Modified => Interlocked.Read(ref _modified);

    public long Removed => Interlocked.Read(ref _removed);

    public long Expired => Interlocked.Read(ref _expired);

    /// <summary>How long after the write the last change was handled; the stream knows whole seconds.</summary>
    public TimeSpan Lag => TimeSpan.FromTicks(Interlocked.Read(ref _lag));

    [OnChange<Order>]
    public void Count(Change<Order> change)
    {
        Interlocked.Increment(ref Counter(change));
        var lag = clock.GetUtcNow() - change.Context.CreatedAt;
        Interlocked.Exchange(ref _lag, Math.Max(0, lag.Ticks));
    }

    private ref long Counter(Change<Order> change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Insert:
                return ref _inserted;
            case ChangeKind.Modify:
                return ref _modified;
            default:
                return ref change.Context.UserIdentity is null ? ref _removed : ref _expired;
        }
    }
}
