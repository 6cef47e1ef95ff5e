using DynamoHandlers.Generators.Tests.Support;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class UnusedSettingsTests
{
    [Theory]
    [InlineData("[[|DH0049:OnFailure(MaxAttempts = 2)|]] public void Helper(Order order) { }", "'Helper' is no handler")]
    [InlineData("[[|DH0049:Batch|]] public void Helper(IReadOnlyList<Change<Order>> orders) { }", "[Batch] has no effect")]
    [InlineData("[[|DH0049:OnFailure|]] public class Inner { public void Helper(Order order) { } }", "'Inner' declares no handler")]
    [InlineData("[[|DH0049:Handler(PerShard = true)|]] public class Inner { public void Helper(Order order) { } }", "[Handler] has no effect: 'Inner' declares no handler")]
    [InlineData("[[|DH0049:Handler(PerShard = true)|]] public class Inner { [OnInsert] public static void On(Order order) { } }", "'Inner' has static handlers only")]
    [InlineData("[[|DH0049:Handler|]] public static class Inner { [OnInsert] public static void On(Order order) { } }", "'Inner' has static handlers only")]
    public async Task Settings_that_are_about_nothing(string member, string message) =>
        Assert.Contains(message, Assert.Single(await Marked.AnalyzesAsync(InClass(member))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert, OnFailure(MaxAttempts = 2)] public void On(Order order) { }")]
    [InlineData("[OnUnmatched(\"T\"), OnFailure] public void On(ChangeContext context) { }")]
    [InlineData("[OnInsert, Batch] public void On(IReadOnlyList<Change<Order>> orders) { }")]
    [InlineData("[OnFailure] public class Inner { [OnInsert] public void On(Order order) { } }")]
    [InlineData("[OnWindow, OnFailure, Batch] public void On(IReadOnlyList<Change<Order>> orders, Window<Line> window) { }")]
    [InlineData("[Handler(PerShard = true)] public class Inner { [OnInsert] public void On(Order o) { } [OnRemove] public static void Off(Order o) { } }")]
    public Task Settings_of_handlers(string member) => Marked.AnalyzesAsync(InClass(member));
}
