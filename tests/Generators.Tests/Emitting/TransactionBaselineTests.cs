using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class TransactionBaselineTests
{
    [Fact]
    public void The_totals_of_customers() => Baseline.Verify(
        """
        namespace Shop;

        [DynamoDBTable("Orders")]
        public sealed record Order
        {
            [DynamoDBHashKey] public required string Id { get; init; }
            public required string Customer { get; init; }
            public decimal Total { get; init; }
        }

        [DynamoDBTable("CustomerTotals")]
        public sealed record CustomerTotal
        {
            [DynamoDBHashKey("customer")] public required string Customer { get; init; }
            [DynamoDBProperty("orders")] public int Orders { get; init; }
            [DynamoDBProperty("total")] public decimal Total { get; init; }
            [DynamoDBProperty("name")] public string? Name { get; init; }
            [DynamoDBVersion] public int? Version { get; init; }
        }

        public sealed class Totals
        {
            [OnInsert]
            public void Placed(Order order, ChangeTransaction transaction) =>
                transaction.UpdateCustomerTotal(order.Customer).AddOrders(1).AddTotal(order.Total);

            [OnRemove]
            public static void Gone(IReadOnlyList<Change<Order>> orders, ChangeTransaction transaction)
            {
                foreach (var order in orders)
                {
                    transaction.CheckCustomerTotal(order.Old.Customer).IfExists().IfVersionAtLeast(1);
                }
            }
        }
        """);

    [Fact]
    public void Members_of_every_kind_have_the_methods_that_suit_them() => Baseline.Verify(
        """
        namespace Shop;

        using DynamoHandlers.Images;

        [StreamEntity(Table = "Shop", Discriminator = "type", KeyPrefix = "CUSTOMER#")]
        internal sealed class Customer
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            [DynamoDBRangeKey("s<k")] public int @Object { get; set; }
            public HashSet<string> Tags { get; set; } = [];
            public List<Line> Lines { get; set; } = [];
            public Line First { get; set; }
            public DateTime At { get; set; }
            public bool Flag { get; set; }
            [StreamConverter(typeof(Cents))] public decimal Cents { get; set; }
            [DynamoDBProperty] internal Guid? Secret { get; private set; }
            public required string IfAbsent { get; set; }
            [DynamoDBFlatten] public Address Address { get; set; } = new();
        }

        internal struct Line { public int Count { get; set; } }

        internal sealed class Address { public string City { get; set; } = ""; }

        internal class Cents : IStreamConverter<decimal>
        {
            public decimal Read(ref ImageReader reader) => reader.ReadInt64() / 100m;
            public void Write(ImageWriter writer, decimal value) => writer.WriteInt64((long)(value * 100));
        }

        internal class CustomerUpdate;

        internal static class Writes
        {
            [OnChange<Customer>]
            internal static void All(ChangeTransaction transaction, ChangeContext context)
            {
                transaction.PutNew(new Customer { IfAbsent = "" });
                transaction.DeleteCustomer("a", 1).IfSecret(null).IfSecretNot(default);
                transaction.UpdateCustomer("b", 2)
                    .SetFlag(true).AddToTags(["x"]).DeleteFromTags(["y"]).SetLines([]).RemoveAt().SetCentsIfAbsent(1)
                    .IfExists().IfAtBelow(DateTime.UtcNow);
            }
        }
        """);

    [Fact]
    public void Keys_of_any_accessibility_and_entities_of_one_name_have_methods_too() => GeneratorHarness.Run(
        """
        namespace One
        {
            [DynamoDBTable("One", Conversion = Amazon.DynamoDBv2.ConversionSchema.V1)]
            public class Total { [DynamoDBHashKey] protected internal string Id { get; set; } = ""; public bool Flag { get; set; } }

            public class TotalUpdate;
            public class TotalItemUpdate;
            public class TotalCondition;
        }

        namespace Two
        {
            [DynamoDBTable("Two")] public abstract class Base { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Sum { get; set; } }
            public class Derived : Base;

            [DynamoDBTable("Three"), StreamDerivedType("a", typeof(A))] public abstract class Total
            {
                [DynamoDBHashKey("@")] public string @class { get; set; } = "";
                [DynamoDBRangeKey("sort")] private int Hidden { get; set; }
                public int? Count { get; set; }
            }

            public class A : Total { public string More { get; set; } = ""; }
        }

        public static class Writes
        {
            [OnUnmatched("T")]
            public static void All(ChangeTransaction transaction)
            {
                transaction.Put(new One.Total()).IfExists();
                transaction.UpdateOne_Total("a").SetFlag(true);
                transaction.Put(new Two.A()).IfAbsent();
                transaction.UpdateTwo_Total("a", 1).AddCount(1);
            }
        }
        """).CompilesWith("DH0048");

    [Fact]
    public void Before_CSharp_14_the_methods_are_the_same() => GeneratorHarness.Run(
        GeneratorHarness.Compile("Acme.Orders", LanguageVersion.CSharp12, """
        [DynamoDBTable("Totals")] public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Sum { get; set; } }

        public static class Writes
        {
            [OnInsert<Total>] public static void All(ChangeTransaction transaction) => transaction.UpdateTotal("a").AddSum(1);
        }
        """)).Compiles();

    [Fact]
    public void Without_a_handler_that_takes_a_transaction_there_are_no_methods() => Assert.DoesNotContain(
        "Transaction",
        GeneratorHarness.Run(
            """
            [DynamoDBTable("Totals")] public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; }

            public static class Reads
            {
                [OnInsert<Total>] public static void All(ChangeContext context) { }
                public static void Helper(ChangeTransaction transaction) { }
            }
            """).Compiles().Text,
        StringComparison.Ordinal);

    [Fact]
    public void The_methods_are_there_though_the_handler_is_refused() => Assert.Contains(
        "UpdateTotal",
        GeneratorHarness.Run(
            """
            [DynamoDBTable("Totals")] public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; }
            public static class Writes { [OnInsert<Total>] private static void All(ChangeTransaction transaction) { } }
            """).Text,
        StringComparison.Ordinal);
}
