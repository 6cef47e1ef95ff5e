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
}
