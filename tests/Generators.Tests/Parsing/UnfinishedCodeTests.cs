using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

/// <summary>Code as it stands while it is typed: the compiler or the generator complains, and neither fails.</summary>
public sealed class UnfinishedCodeTests
{
    [Theory]
    [InlineData("public List<> Lines { get; set; }")]
    [InlineData("public Dictionary<string, > Lines { get; set; }")]
    [InlineData("public Dictionary<, List<>> Lines { get; set; }")]
    [InlineData("public (int A, ) Lines { get; set; }")]
    [InlineData("public  { get; set; }")]
    [InlineData("public List<string> { get; set; }")]
    [InlineData("[StreamAttribute(")]
    [InlineData("[StreamConverter(typeof())] public int Lines { get; set; }")]
    [InlineData("[StreamDerivedType(\"a\", typeof(List<>))] public Order? Lines { get; set; }")]
    public void A_member_that_is_not_finished(string member) => Survives(member, "OnInsert<Order>", "Order order");

    [Theory]
    [InlineData("OnInsert<>", "Order order")]
    [InlineData("OnInsert<List<>>", "Order order")]
    [InlineData("OnInsert<Order", "Order order")]
    [InlineData("OnModify<Order>(nameof())", "Order order")]
    [InlineData("OnModify<Order>(nameof(Order.), When = )", "Order order")]
    [InlineData("OnInsert", "Change<> change")]
    [InlineData("OnInsert", "Order")]
    [InlineData("OnInsert", "")]
    public void A_handler_that_is_not_finished(string annotation, string parameters) =>
        Survives("public int Count { get; set; }", annotation, parameters);

    private static void Survives(string member, string annotation, string parameters)
    {
        var run = GeneratorHarness.Run(
            $$"""
            [StreamEntity] public class Order { public string Id { get; set; } = ""; {{member}} }
            public static class Handlers { [{{annotation}}] public static void On({{parameters}}) { } }
            """);

        Assert.Null(run.Result.Exception);
        Assert.NotEmpty(run.Warnings().Concat(run.Diagnostics.Select(static d => d.Id)));
    }
}
