using DynamoHandlers.Generators.Tests.Support;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class UnreachableHandlerTests
{
    [Theory]
    [InlineData("[OnRemove<Order>([|DH0045:Cause = (RemoveCause)3|])] public void On(Order last) { }")]
    [InlineData("[OnRemove([|DH0045:Cause = (RemoveCause)(-1)|])] public void On(Order last) { }")]
    [InlineData("[OnInsert<Order>, System.Diagnostics.Conditional(\"DEBUG\")] public void [|DH0045:On|](Order order) { }")]
    [InlineData("[OnRemove(Cause = RemoveCause.TimeToLive)] public void On(Order last) { }")]
    public Task A_handler_that_never_runs(string handler) => Marked.AnalyzesAsync(InClass(handler));

    [Theory]
    [InlineData("[OnInsert<Order>, [|DH0046:OnInsert|]] public void On(Order order) { }", "each insertion of 'Order'")]
    [InlineData("[OnRemove<Order>] [[|DH0046:OnChange<Order>|]] public void On(Order order) { }", "each removal of 'Order'")]
    [InlineData("[OnChange<Order>] [[|DH0046:OnChange|]] public void On(Order order) { }", "each change of 'Order'")]
    public async Task A_handler_that_runs_twice(string handler, string message) =>
        Assert.Contains(message, Assert.Single(await Marked.AnalyzesAsync(InClass(handler))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>, OnModify<Order>, OnRemove<Order>] public void On(Order order) { }")]
    [InlineData("[OnInsert<Order>, OnInsert<Line2>] public void On(ChangeContext context) { }")]
    [InlineData("[OnModify<Order>(\"Id\"), OnModify<Order>(\"Lines\")] public void On(Order order) { }")]
    [InlineData("[OnRemove<Order>(Cause = RemoveCause.User), OnRemove<Order>] public void On(Order order) { }")]
    [InlineData("[OnWindow<Order>, OnChange<Order>] public void On(IReadOnlyList<Change<Order>> orders, Window<Order> window) { }")]
    public Task Several_annotations_that_differ(string handler) =>
        Marked.AnalyzesAsync(InClass(handler) + "[StreamEntity] public class Line2 { public int Id { get; set; } }");
}
