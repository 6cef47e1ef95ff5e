using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class BatchDiagnosticsTests
{
    [Theory]
    [InlineData("[OnInsert<Order>] public void On(IReadOnlyList<Change<Order>> changes, Order [|DH0034:order|]) { }", "change.New")]
    [InlineData("[OnInsert] public void On(Change<Order> [|DH0034:one|], IReadOnlyList<Change<Order>> changes) { }", "one of the batch")]
    [InlineData("[OnInsert] public void On(IReadOnlyList<Change<Order>> changes, OrderDiff [|DH0034:diff|]) { }", "change.GetDiff()")]
    [InlineData("[OnInsert] public void On(IReadOnlyList<Change<Order>> changes, ChangeContext [|DH0034:context|]) { }", "change.Context")]
    [InlineData("[OnUnmatched(\"T\")] public void On(IReadOnlyList<Change<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>>> changes, ChangeContext [|DH0034:context|]) { }", "change.Context")]
    public void What_a_single_change_has_beside_a_batch(string handler, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(InClass(handler))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>] public void On(List<Change<Order>> [|DH0001:changes|]) { }")]
    [InlineData("[OnInsert<Order>] public void On(IEnumerable<Change<Order>> [|DH0001:changes|]) { }")]
    [InlineData("[OnInsert<Order>] public void On(Change<Order>[] [|DH0001:changes|]) { }")]
    public void What_may_be_meant_as_a_batch(string handler) => Assert.Contains(
        "batches are passed as IReadOnlyList<Change<T>>",
        Assert.Single(Marked.Reports(InClass(handler))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>] public void On(IReadOnlyList<Change<Customer>> [|DH0001:changes|]) { }", "is a change of 'Customer'")]
    [InlineData("[OnInsert] public int [|DH0001:On|](IReadOnlyList<Change<Order>> changes) => 0;", "or BatchResult, alone or in a Task or ValueTask")]
    [InlineData("[OnInsert] public Task<int> [|DH0001:On|](IReadOnlyList<Change<Order>> changes) => null!;", "or BatchResult")]
    [InlineData("[OnInsert] public BatchResult [|DH0001:On|](Order order) => null!;", "for handlers that take IReadOnlyList<Change<T>>")]
    [InlineData("[OnInsert] public Task<BatchResult> [|DH0001:On|](Order order) => null!;", "return void, Task or ValueTask")]
    [InlineData("[OnInsert] public ValueTask<BatchResult> [|DH0001:On|](Change<Order> change) => default;", "return void, Task or ValueTask")]
    public void A_signature_that_cannot_be_called(string handler, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(InClass(handler))), StringComparison.Ordinal);

    [Fact]
    public void Async_void() => Marked.Reports(InClass(
        "[OnInsert] public async void [|DH0009:On|](IReadOnlyList<Change<Order>> changes) => await Task.Yield();"));

    [Theory]
    [InlineData("[|DH0036:Batch|]", "Order order", "the handler takes no batch")]
    [InlineData("Batch([|DH0036:MaxCount = 0|])", "IReadOnlyList<Change<Order>> changes", "MaxCount is 0, but must be from 1 to 10000")]
    [InlineData("Batch([|DH0036:MaxCount = 10001|])", "IReadOnlyList<Change<Order>> changes", "MaxCount is 10001")]
    [InlineData("Batch([|DH0036:MaxBytes = 0|])", "IReadOnlyList<Change<Order>> changes", "MaxBytes is 0, but must be at least 1")]
    [InlineData("Batch([|DH0036:WindowMilliseconds = -1|])", "IReadOnlyList<Change<Order>> changes", "from 0 to 300000")]
    [InlineData("Batch([|DH0036:WindowMilliseconds = 300001|])", "IReadOnlyList<Change<Order>> changes", "from 0 to 300000")]
    public void Settings_that_cannot_be_used(string attribute, string parameter, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass($"[OnInsert] [{attribute}] public void On({parameter}) {{ }}"))),
        StringComparison.Ordinal);

    [Fact]
    public void Settings_at_the_ends_of_their_ranges() => GeneratorHarness.Run(InClass(
        """
        [OnInsert, Batch(MaxCount = 10000, MaxBytes = 1, WindowMilliseconds = 300000)]
        public void One(IReadOnlyList<Change<Order>> changes) { }

        [OnInsert, Batch(MaxCount = 1, WindowMilliseconds = 0)]
        public void Other(IReadOnlyList<Change<Order>> changes) { }
        """)).Compiles();

    [Theory]
    [InlineData("IReadOnlyList<Change<Order>> [|DH0021:changes|]", "asked about each change")]
    [InlineData("IServiceProvider [|DH0021:services|]", "no part of the change")]
    [InlineData("CancellationToken [|DH0021:stop|]", "no part of the change")]
    [InlineData("ChangeTransaction [|DH0021:transaction|]", "only decides")]
    public void A_predicate_that_takes_more_than_the_change(string parameter, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass(
            $$"""
            [OnInsert(When = nameof(P))] public void On(IReadOnlyList<Change<Order>> changes) { }
            public static bool P({{parameter}}) => true;
            """))),
        StringComparison.Ordinal);

    private static string InClass(string handler) => $$"""
        [StreamEntity] public class Order { public string Id { get; set; } = ""; }

        [StreamEntity] public class Customer { public string Id { get; set; } = ""; }

        public class Handlers
        {
            {{handler}}
        }
        """;
}
