using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class FailureDiagnosticsTests
{
    [Theory]
    [InlineData("[OnFailure([|DH0033:MaxAttempts = 0|], Then = FailureAction.Skip)]", "MaxAttempts is 0, but must be at least 1")]
    [InlineData("[OnFailure([|DH0033:MaxAgeSeconds = -1|])]", "MaxAgeSeconds is -1")]
    [InlineData("[OnFailure([|DH0033:FirstDelayMilliseconds = 0|])]", "FirstDelayMilliseconds is 0")]
    [InlineData("[OnFailure([|DH0033:MaxDelayMilliseconds = 0|])]", "MaxDelayMilliseconds is 0")]
    [InlineData("[OnFailure([|DH0033:Then = (FailureAction)3|])]", "Then is 3, which is no value of FailureAction")]
    [InlineData("[OnFailure([|DH0033:MaxAttempts = 5|], Then = FailureAction.Block)]", "which tries for ever")]
    [InlineData("[OnFailure([|DH0033:MaxAgeSeconds = 5|], Then = FailureAction.Block)]", "MaxAgeSeconds limits the attempts")]
    [InlineData("[OnFailure(FirstDelayMilliseconds = 500, [|DH0033:MaxDelayMilliseconds = 100|])]", "from FirstDelayMilliseconds, 500, to MaxDelayMilliseconds, which is only 100")]
    public void A_policy_that_contradicts_itself(string attribute, string message)
    {
        Assert.Contains(message, Assert.Single(Marked.Reports(OnMethod(attribute))), StringComparison.Ordinal);
        Assert.Contains(message, Assert.Single(Marked.Reports(OnClass(attribute))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[OnFailure(Then = FailureAction.Block)]", "[OnFailure([|DH0033:MaxAttempts = 5|])]")]
    [InlineData("[OnFailure(MaxDelayMilliseconds = 100)]", "[OnFailure([|DH0033:FirstDelayMilliseconds = 500|])]")]
    public void A_method_that_contradicts_its_class(string ofClass, string ofMethod) =>
        Marked.Reports(Source(ofClass, ofMethod));

    [Theory]
    [InlineData("[OnFailure(MaxAttempts = 5, Then = FailureAction.Skip)]", "[OnFailure(Then = FailureAction.Block)]")]
    [InlineData("[OnFailure(MaxAttempts = 5)]", "[OnFailure(Then = FailureAction.Skip)]")]
    [InlineData("", "[OnFailure(MaxAttempts = 5)]")]
    public void What_makes_sense_together(string ofClass, string ofMethod) =>
        GeneratorHarness.Run(Source(ofClass, ofMethod)).Compiles();

    private static string OnMethod(string attribute) => Source("", attribute);

    private static string OnClass(string attribute) => Source(attribute, "");

    private static string Source(string ofClass, string ofMethod) => $$"""
        [StreamEntity] public class Order { public string Id { get; set; } = ""; }

        {{ofClass}}
        public class Handlers
        {
            [OnInsert<Order>] {{ofMethod}} public void One(Order order) { }
        }
        """;
}
