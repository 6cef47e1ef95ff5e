using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>Takes every modification.</summary>
[Handler(Lifetime = ServiceLifetime.Singleton)]
public sealed class AllOrders
{
    public long Seen { get; private set; }

    [OnModify<Order>]
    public void Modified(Order before, Order after) => Seen += before.Version + after.Version;
}

/// <summary>Takes modifications of the status.</summary>
[Handler(Lifetime = ServiceLifetime.Singleton)]
public sealed class PaidOrders
{
    public long Seen { get; private set; }

    [OnModify<Order>(nameof(Order.Status))]
    public void StatusChanged(Order before, Order after) => Seen += before.Version + after.Version;
}
