using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class TransactionDiagnosticsTests
{
    [Theory]
    [InlineData("public string Id { get; set; } = \"\";", "no member that is read has [DynamoDBHashKey]")]
    [InlineData("[DynamoDBHashKey, StreamIgnore] public string Id { get; set; } = \"\";", "no member that is read has [DynamoDBHashKey]")]
    [InlineData("[DynamoDBHashKey] public string Id { get; set; } = \"\"; public object? Any { get; set; }", "'Total.Any' cannot be read from an item")]
    public void An_entity_that_a_transaction_cannot_write(string members, string reason) => Assert.Contains(
        $"no methods for 'Total': {reason}",
        Assert.Single(Marked.Reports(
            $$"""
            [DynamoDBTable("Totals")] public class [|DH0048:Total|] { {{members}} }

            [StreamEntity] public class Order { [DynamoDBHashKey] public string Id { get; set; } = ""; }

            public static class Handlers { [OnInsert] public static void On(Order order, ChangeTransaction transaction) { } }
            """)),
        StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_is_written_entities_may_be_what_they_like() => GeneratorHarness.Run(
        """
        [DynamoDBTable("Totals")] public class Total { public object? Any { get; set; } }

        [StreamEntity] public class Order { public string Id { get; set; } = ""; }

        public static class Handlers { [OnInsert] public static void On(Order order) { } }
        """).Compiles();
}
