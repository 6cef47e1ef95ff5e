using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class HandlerDiagnosticsTests
{
    [Theory]
    [InlineData("[OnInsert<Order>] public int [|DH0001:On|](Order order) => 0;", "return void, Task or ValueTask")]
    [InlineData("[OnInsert<Order>] public Task<int> [|DH0001:On|](Order o) => null!;", "return void, Task or ValueTask")]
    [InlineData("[OnInsert<Order>] public void On(Order a, Order [|DH0001:b|]) { }", "only a modification")]
    [InlineData("[OnChange<Order>] public void On(Order a, Order [|DH0001:b|]) { }", "take one item, or a Change<T>")]
    [InlineData("[OnModify<Order>] public void On(Order a, Order b, Order [|DH0001:c|]) { }", "more than twice")]
    [InlineData("[OnInsert<Order>] public void On(Order order, ref int [|DH0001:count|]) { }", "cannot be a handler")]
    [InlineData("[OnInsert<Order>] public void On(ref Order [|DH0001:order|]) { }", "by reference")]
    [InlineData("[OnInsert<Order>] public void On(Order order, out IDisposable [|DH0001:x|]) => x = null!;", "by reference")]
    [InlineData("[OnInsert<Order>] public void On(params Order[] [|DH0001:orders|]) { }", "params")]
    [InlineData("[OnInsert<Order>] public void On(Order order, int [|DH0001:count|]) { }", "nor can it be a service")]
    [InlineData("[OnInsert<Order>] public void On(Order order, string [|DH0001:name|]) { }", "nor can it be a service")]
    [InlineData("[OnInsert<Order>] public void On(Order order, Customer [|DH0001:customer|]) { }", "'Customer'")]
    [InlineData("[OnInsert<Order>] public void On(Change<Customer> [|DH0001:change|]) { }", "is a change of 'Customer'")]
    [InlineData("[OnInsert<Order>] public void On(Order order, Missing [|DH0001:missing|]) { }", "cannot be resolved")]
    [InlineData("[OnInsert<Order>] public void On(Order order, CustomerDiff [|DH0001:diff|]) { }", "the diff of 'Order' is 'OrderDiff'")]
    public void A_signature_that_cannot_be_called(string handler, string message) =>
        Assert.Contains(message, Marked.Reports(InClass(handler))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>] private void [|DH0008:On|](Order order) { }", "make it internal or public")]
    [InlineData("[OnInsert<Order>] private protected void [|DH0008:On|](Order order) { }", "private or protected")]
    [InlineData("[OnInsert<Order>] public void [|DH0008:On|]<T>(Order order) { }", "type parameters")]
    [InlineData("private class Inner { [OnInsert<Order>] public void [|DH0008:On|](Order order) { } }", "its class is private")]
    [InlineData("public class Inner<T> { [OnInsert<Order>] public void [|DH0008:On|](Order order) { } }", "its class is generic")]
    [InlineData("public abstract class Inner { [OnInsert<Order>] public void [|DH0008:On|](Order order) { } }", "abstract")]
    [InlineData("public struct Inner { [OnInsert<Order>] public void [|DH0008:On|](Order order) { } }", "a struct")]
    [InlineData("void Outer() { Local(null!); [OnInsert<Order>] void [|DH0008:Local|](Order order) { } }", "local function")]
    [InlineData("public ChangeContext P { [OnInsert<Order>] [|DH0008:get|] => null!; }", "an accessor")]
    [InlineData("public interface IInner { [OnInsert<Order>] void [|DH0008:On|](Order order); }", "neither a class")]
    public void A_method_that_generated_code_cannot_reach(string handler, string message) =>
        Assert.Contains(message, Marked.Reports(InClass(handler))[0], StringComparison.Ordinal);

    [Fact]
    public void Async_void() => Marked.Reports(InClass(
        "[OnInsert<Order>] public async void [|DH0009:On|](Order order) => await Task.Yield();"));

    [Theory]
    [InlineData("""[OnModify<Order>([|DH0003:"Colour"|])] public void On(Order order) { }""", "name one with nameof")]
    [InlineData("""[OnModify<Order>(nameof(Order.Id), [|DH0003:"status"|])] public void On(Order order) { }""", "'status'")]
    [InlineData("[OnModify<Order>([|DH0003:nameof(Order.Display)|])] public void On(Order order) { }", "it is computed")]
    [InlineData("[OnModify<Order>([|DH0014:nameof(Order.Cache)|])] public void On(Order order) { }", "is ignored")]
    [InlineData("""[OnModify([|DH0003:["Id", "Colour"]|])] public void On(Order order) { }""", "'Colour'")]
    public void A_filter_that_cannot_be_evaluated(string handler, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(InClass(handler))), StringComparison.Ordinal);

    [Fact]
    public void A_filter_that_is_null_is_none() => GeneratorHarness.Run(InClass(
        "[OnModify<Order>(null!)] public void On(Order order) { }")).Compiles();

    [Theory]
    [InlineData("[[|DH0018:OnInsert|]] public void On(ChangeContext context) { }", "write [OnInsert<T>]")]
    [InlineData("[[|DH0018:OnModify(\"Id\")|]] public void On(Order order, Customer customer) { }", "'Order' or 'Customer'")]
    [InlineData("[[|DH0018:OnChange|]] public void On(Change<Order> a, Change<Customer> b) { }", "'Order' or 'Customer'")]
    public void An_entity_that_cannot_be_inferred(string handler, string message) =>
        Assert.Contains(message, Marked.Reports(InClass(handler))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>] public void On(Order order, [Keyed] IDisposable [|DH0001:keyed|]) { }", "without a key")]
    [InlineData("[OnInsert<Order>] public void On(Order order, [Keyed(new[] { 1 })] IDisposable [|DH0001:keyed|]) { }", "an array")]
    [InlineData("[OnInsert<Order>] public void On(Order order, [Keyed(1)] string [|DH0001:keyed|]) { }", "nor can it be a service")]
    public void A_keyed_service_that_cannot_be_passed(string handler, string message) => Assert.Contains(
        message,
        Marked.Reports($"using Keyed = Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute;\n{InClass(handler)}")[0],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "no method of that name")]
    [InlineData("public bool P(Order order) => true;", "not static")]
    [InlineData("private static bool P(Order order) => true;", "private or protected")]
    [InlineData("public static Task<bool> P(Order order) => null!;", "does not return bool")]
    [InlineData("public static bool P<T>() => true;", "type parameters")]
    [InlineData("public static bool P() => true; public static bool P(Order order) => true;", "several methods")]
    public void A_predicate_that_cannot_be_called(string predicate, string message) =>
        Assert.Contains(
            message,
            Marked.Reports(InClass($$"""[OnInsert<Order>([|DH0021:When = "P"|])] public void On(Order order) { } {{predicate}}"""))[0],
            StringComparison.Ordinal);

    [Fact]
    public void A_predicate_is_bound_like_a_handler() => Marked.Reports(InClass(
        """[OnInsert<Order>(When = "P")] public void On(Order o) { } public static bool P(int [|DH0021:n|]) => true;"""));

    [Fact]
    public void A_predicate_writes_nothing() => Assert.Contains("only decides", Marked.Reports(InClass(
        """[OnInsert<Order>(When = "P")] public void On(Order o) { } public static bool P(ChangeTransaction [|DH0021:t|]) => true;"""))[0],
        StringComparison.Ordinal);

    [Fact]
    public void A_class_whose_dispatcher_has_its_name_taken() => Marked.Reports(
        """
        [StreamEntity] public class Order { public string Id { get; set; } = ""; }
        public class OrderDispatcher;
        public class [|DH0024:Order2|] { [OnInsert<Order>] public void On(Order order) { } }
        public class Order2Dispatcher;
        """);

    [Fact]
    public void Every_annotation_stands_for_itself()
    {
        var run = GeneratorHarness.Run(InClass("[OnModify<Order>, OnInsert<Order>] public void On(Order a, Order b) { }"));

        Assert.Equal("DH0001", Assert.Single(run.Diagnostics).Id);
        Assert.Contains("ChangeKinds.Modify", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ChangeKinds.Insert", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_registration_method_is_there_though_every_handler_is_refused() => Assert.Contains(
        "AddAcmeOrdersHandlers",
        GeneratorHarness.Run(InClass("[OnInsert<Order>] private void On(Order order) { }")).Text,
        StringComparison.Ordinal);

    private static string InClass(string handler) => $$"""
        [StreamEntity]
        public class Order
        {
            public string Id { get; set; } = "";
            [StreamIgnore] public string Cache { get; set; } = "";
            public string Display => Id;
        }

        [DynamoDBTable("Customers")]
        public class Customer
        {
            public string Id { get; set; } = "";
        }

        public class Handlers
        {
            {{handler}}
        }
        """;
}
