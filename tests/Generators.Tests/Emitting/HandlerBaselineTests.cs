using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class HandlerBaselineTests
{
    [Fact]
    public void The_order_mails_of_the_design() => Baseline.Verify(
        """
        namespace Shop;

        public interface IMailer
        {
            Task SendAsync(string template, Order order, CancellationToken stop);
        }

        public enum OrderStatus { New, Paid }

        public sealed record OrderLine
        {
            public required string Sku { get; init; }
            public int Quantity { get; init; } = 1;
        }

        [DynamoDBTable("Orders")]
        public sealed record Order
        {
            [DynamoDBHashKey("pk")] public required string Id { get; init; }
            [DynamoDBProperty("status")] public OrderStatus Status { get; init; }
            [DynamoDBProperty("lines")] public List<OrderLine> Lines { get; init; } = [];
        }

        public sealed class OrderMails(IMailer mailer)
        {
            [OnInsert<Order>]
            public Task Placed(Order order, CancellationToken stop) => mailer.SendAsync("placed", order, stop);

            [OnModify(nameof(Order.Status))]
            public ValueTask StatusChanged(Order before, Order after, ChangeContext context) => default;

            [OnModify<Order>]
            public void Any(Change<Order> change)
            {
            }

            [OnRemove<Order>(Cause = RemoveCause.TimeToLive)]
            public void Expired(Order last)
            {
            }
        }
        """);

    [Fact]
    public void Predicates_read_no_image_that_they_do_not_need() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity(Table = "Accounts")]
        public sealed class Account
        {
            public string Id { get; set; } = "";
            public decimal Balance { get; set; }
        }

        [Handler(Lifetime = Microsoft.Extensions.DependencyInjection.ServiceLifetime.Singleton)]
        public sealed class Alerts
        {
            [OnModify<Account>(nameof(Account.Balance), When = nameof(WentNegative))]
            public Task Overdrawn(Account before, Account after, ILimits? limits) => Task.CompletedTask;

            [OnChange<Account>(When = nameof(IsReplay))]
            public void Seen(Account latest, Change<Account> change)
            {
            }

            [OnInsert<Account>(When = nameof(IsReplay))]
            [OnRemove<Account>(Cause = RemoveCause.User, When = nameof(IsReplay))]
            public static ValueTask Counted(Account account, ILimits limits) => default;

            internal static bool WentNegative(Account account) => account.Balance < 0;

            internal static bool IsReplay(ChangeContext context) => context.Attempt > 1;
        }

        public interface ILimits;
        """);

    [Fact]
    public void A_method_with_several_annotations_and_overloads_has_a_descriptor_for_each() => Baseline.Verify(
        """
        [StreamEntity]
        internal struct Reading
        {
            public string Sensor;
            public double Value;
        }

        internal static class Station
        {
            internal static class Log
            {
                [OnInsert, OnRemove]
                public static void @event(Reading reading) { }

                [OnModify<Reading>("Value", "Sensor")]
                internal static void @event(Reading old, in Reading now, IServiceProvider services) { }

                [OnChange<Reading>]
                internal static void Keys(ChangeContext context, CancellationToken stop) { }
            }
        }
        """);

    [Fact]
    public void Filters_follow_paths_and_compare_what_changed() => Baseline.Verify(
        """
        namespace Shop;

        public enum OrderStatus { New, Paid }

        [DynamoDBTable("Orders")]
        public sealed class Order
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            [DynamoDBProperty("status")] public OrderStatus? Status { get; set; }
            [DynamoDBProperty("total")] public decimal Total { get; set; }
            [DynamoDBProperty("note")] public string? Note { get; set; }
            [DynamoDBProperty("to")] public Address Address { get; set; } = new();
        }

        public sealed class Address
        {
            [DynamoDBProperty("city")] public string City { get; set; } = "";
            public Dictionary<string, Point> Places { get; set; } = [];
        }

        public struct Point
        {
            [StreamAttribute("x.y")] public int X { get; set; }
        }

        public static class OrderLog
        {
            [OnModify<Order>(nameof(@Order.Address.City), "Address.Places.home.X", nameof(Order.Note))]
            public static void Moved(Order order)
            {
            }

            [OnModify<Order>(nameof(Order.Status), From = OrderStatus.New, To = OrderStatus.Paid)]
            [OnModify<Order>(nameof(Order.Status), To = OrderStatus.Paid)]
            [OnModify<Order>(nameof(Order.Note), From = null)]
            [OnModify<Order>($"{nameof(Order.Address)}.{nameof(Address.City)}", To = "Paris \"\u00e9\"")]
            [OnModify<Order>(nameof(Order.Total), From = 0.10, To = 5)]
            public static void Became(ChangeContext context)
            {
            }
        }
        """);

    [Fact]
    public void Entities_of_one_table_are_told_apart_by_patterns() => Baseline.Verify(
        """
        namespace Shop;

        [DynamoDBTable("Shop")]
        [StreamEntity(KeyPrefix = "CUSTOMER#", SortKeyPrefix = "PROFILE")]
        public sealed class Customer
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            [DynamoDBRangeKey("sk")] public string Sort { get; set; } = "";
        }

        [StreamEntity(Table = "Shop", Discriminator = "type", KeyPrefix = "ORDER#")]
        public sealed class Order;

        public static class Shop
        {
            [OnInsert]
            public static void Joined(Customer customer)
            {
            }

            [OnChange<Order>]
            public static void Any(ChangeContext context)
            {
            }

            [OnUnmatched<Customer>]
            public static Task Strange(ChangeContext context, CancellationToken stop) => Task.CompletedTask;

            [OnUnmatched("Other")]
            public static void Raw(Change<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> change)
            {
            }
        }
        """);

    [Fact]
    public void A_method_says_what_to_do_on_failure_before_its_class_does() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        public sealed class Order;

        [OnFailure(MaxAttempts = 5, MaxAgeSeconds = 3600, Then = FailureAction.DeadLetter)]
        public static class Policies
        {
            [OnInsert<Order>]
            public static void OfTheClass(ChangeContext context)
            {
            }

            [OnInsert<Order>]
            [OnFailure(MaxAttempts = 2, FirstDelayMilliseconds = 50, MaxDelayMilliseconds = 1000)]
            public static void OfBoth(ChangeContext context)
            {
            }

            [OnInsert<Order>]
            [OnFailure(Then = FailureAction.Block)]
            public static void WithoutLimits(ChangeContext context)
            {
            }

            [OnUnmatched("Other")]
            [OnFailure(Then = FailureAction.Skip)]
            public static void Strange(ChangeContext context)
            {
            }
        }

        public static class None
        {
            [OnInsert<Order>, OnFailure]
            public static void AsTheOptionsSay(ChangeContext context)
            {
            }
        }
        """);

    [Fact]
    public void Batches_are_handed_over_with_the_changes_that_a_predicate_wants() => Baseline.Verify(
        """
        namespace Shop;

        using Amazon.DynamoDBv2.Model;

        [DynamoDBTable("Orders")]
        public sealed class Order
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            public decimal Total { get; set; }
        }

        public interface IIndex;

        public sealed class OrderIndex
        {
            [OnInsert]
            [Batch(MaxCount = 500, MaxBytes = 65536, WindowMilliseconds = 2000, Bisect = true)]
            public Task<BatchResult> Index(CancellationToken stop, IReadOnlyList<Change<Order>> changes, IIndex index) =>
                Task.FromResult(BatchResult.Failed(changes));

            [OnModify(nameof(Order.Total), When = nameof(IsRise))]
            [Batch]
            public async Task Rises(IReadOnlyList<Change<Order>> changes) => await Task.Yield();

            [OnRemove(When = nameof(IsLarge))]
            public ValueTask<BatchResult> Removed(IReadOnlyList<Change<Order>> changes) => new(BatchResult.Success);

            [OnChange(When = nameof(IsOfOne))]
            [OnFailure(MaxAttempts = 3, Then = FailureAction.DeadLetter)]
            public static BatchResult All(IReadOnlyList<Change<Order>> changes) => BatchResult.Success;

            [OnChange<Order>]
            public static ValueTask Also(IReadOnlyList<Change<Order>> changes, IIndex? index) => default;

            [OnUnmatched("Other")]
            public static void Strange(IReadOnlyList<Change<Dictionary<string, AttributeValue>>> changes)
            {
            }

            internal static bool IsRise(Order before, Order after) => after.Total > before.Total;

            internal static bool IsLarge(Order last, ChangeContext context) => last.Total > 1000 && context.Attempt > 0;

            internal static bool IsOfOne(Change<Order> change, OrderDiff diff) => change.HasNew && diff.HasChanges;
        }
        """);

    [Fact]
    public void Services_with_keys_are_asked_for_by_their_keys() => Baseline.Verify(
        """
        namespace Shop;

        using Microsoft.Extensions.DependencyInjection;

        [StreamEntity]
        public sealed class Order;

        public interface IMailer;

        public enum Channel { Mail, Text }

        public static class Mails
        {
            [OnInsert<Order>]
            public static void Sent(
                [FromKeyedServices("a \"b\"")] IMailer text,
                [FromKeyedServices(Channel.Text)] IMailer member,
                [FromKeyedServices(2)] IMailer number,
                [FromKeyedServices(2L)] IMailer wide,
                [FromKeyedServices((byte)2)] IMailer narrow,
                [FromKeyedServices('c')] IMailer character,
                [FromKeyedServices(true)] IMailer flag,
                [FromKeyedServices(typeof(Dictionary<string, Order>))] IMailer type,
                [FromKeyedServices("maybe")] IMailer? optional)
            {
            }

            [OnInsert<Order>]
            public static void Batched(IReadOnlyList<Change<Order>> changes, [FromKeyedServices("a")] IMailer mailer)
            {
            }
        }
        """);
}
