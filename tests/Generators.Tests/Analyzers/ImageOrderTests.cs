using DynamoHandlers.Generators.Tests.Support;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class ImageOrderTests
{
    [Theory]
    [InlineData("[|DH0016:newOrder|]", "oldOrder")]
    [InlineData("[|DH0016:after|]", "before")]
    [InlineData("[|DH0016:current|]", "previous")]
    [InlineData("[|DH0016:orderAfter|]", "orderBefore")]
    [InlineData("[|DH0016:new_order|]", "order")]
    [InlineData("[|DH0016:order|]", "old")]
    [InlineData("before", "after")]
    [InlineData("old", "order")]
    [InlineData("order", "newOrder")]
    [InlineData("a", "b")]
    [InlineData("newsletter", "renewed")]
    [InlineData("newBeforeOld", "order")]
    public Task Names_are_compared_with_the_order(string first, string second) => Marked.AnalyzesAsync(
        InClass($"[OnModify<Order>] public void On(Order {first}, ChangeContext context, Order {second}) {{ }}"));

    [Fact]
    public Task A_predicate_too_and_once_only() => Marked.AnalyzesAsync(InClass("""
        [OnModify(When = nameof(P))] public void One(Order order) { }
        [OnModify<Order>(When = "P")] public void Other(Order order) { }
        public static bool P(Order [|DH0016:after|], Order before) => true;
        public static bool Unrelated(Order after, Order before) => true;
        """));
}
