using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class WindowBaselineTests
{
    [Fact]
    public void Windows_are_handed_over_with_their_state() => Baseline.Verify(
        """
        namespace Shop;

        using Microsoft.Extensions.DependencyInjection;

        [DynamoDBTable("Orders")]
        public sealed class Order
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            public decimal Total { get; set; }
            public Address? Address { get; set; }
        }

        // Nested in an entity and in a state, and a state itself.
        public sealed record Address(string City);

        public sealed record Totals
        {
            public int Count { get; init; }
            public Dictionary<string, decimal> ByCity { get; init; } = [];
            public Address? Last { get; init; }
        }

        public interface IReports;

        public sealed class Statistics
        {
            [OnWindow<Order>(Seconds = 300, When = nameof(IsLarge))]
            [Batch(MaxCount = 500, MaxBytes = 65536)]
            [OnFailure(MaxAttempts = 3, Then = FailureAction.DeadLetter)]
            public async Task Large(
                IReadOnlyList<Change<Order>> changes,
                Window<Totals> window,
                IReports reports,
                [FromKeyedServices("a")] IReports? other,
                CancellationToken stop) => await Task.Yield();

            [OnWindow]
            public static ValueTask Written(
                Window<Address> window, ChangeTransaction transaction, IReadOnlyList<Change<Order>> changes) => default;

            // The state is an entity as well.
            [OnWindow]
            public void Latest(IReadOnlyList<Change<Order>> changes, Window<Order> window) =>
                window.State = changes.LastOrDefault(c => c.HasNew)?.New ?? window.State;

            internal static bool IsLarge(Order order) => order.Total > 1000;
        }
        """);

    [Fact]
    public void Classes_per_shard_are_described_with_their_state() => Baseline.Verify(
        """
        namespace Shop;

        [DynamoDBTable("Views")]
        public sealed class View
        {
            [DynamoDBHashKey("pk")] public string Customer { get; set; } = "";
        }

        [DynamoDBTable("Counts")]
        public sealed class Count
        {
            [DynamoDBHashKey("customer")] public string Customer { get; set; } = "";
            public long Views { get; set; }
        }

        public sealed class Counts { public Dictionary<string, long> ByCustomer { get; set; } = []; }

        // Implements what its base class does.
        [Handler(PerShard = true, FlushSeconds = 30, FlushCount = 500)]
        public sealed class Counter(IServiceProvider services) : Buffer
        {
            public IServiceProvider Services => services;

            [OnInsert] public void Viewed(View view) { }
            [OnRemove] public Task Gone(IReadOnlyList<Change<View>> views) => Task.CompletedTask;
            [OnWindow] public ValueTask InWindow(IReadOnlyList<Change<View>> views, Window<Counts> window) => default;
            [OnModify] public static void Changed(View view) { }

            public override ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
            {
                transaction.UpdateCount("a").AddViews(1);
                return default;
            }
        }

        public abstract class Buffer : IShardBuffer, IShardState<Counts>
        {
            Counts? IShardState<Counts>.State { get; set; }

            public abstract ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop);
        }

        [Handler(PerShard = true)]
        public sealed class Plain
        {
            [OnInsert] public void Viewed(View view) { }
        }

        public static class Shard { }
        """);
}
