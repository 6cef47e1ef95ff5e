using DynamoHandlers.Dispatching.Failures;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Failures;

public sealed class FailureRuleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(4, 59, null)]
    [InlineData(5, 0, FailureAction.Skip)]
    [InlineData(1, 60, FailureAction.Skip)]
    public void Attempts_and_age_end_what_is_not_to_block(int attempts, int seconds, FailureAction? expected)
    {
        var rule = FailureRule.Of(new() { MaxAttempts = 5, MaxAge = Minute, Then = FailureAction.Skip }, new());

        Assert.Equal(expected, rule.After(attempts, TimeSpan.FromSeconds(seconds)));
        Assert.Null((rule with { Then = FailureAction.Block }).After(attempts, TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(FailureDecision.Retry, null)]
    [InlineData(FailureDecision.Skip, FailureAction.Skip)]
    [InlineData(FailureDecision.DeadLetter, FailureAction.DeadLetter)]
    public void The_application_decides_before_the_policy(FailureDecision decision, FailureAction? expected)
    {
        Assert.Equal(expected, FailureRule.Of(null, new()).After(1, TimeSpan.Zero, decision));
        Assert.Equal(
            expected, FailureRule.Of(new() { MaxAttempts = 1, Then = FailureAction.Skip }, new()).After(1, TimeSpan.Zero, decision));
    }

    [Fact]
    public void A_policy_has_the_options_in_its_gaps()
    {
        var options = new FailureOptions { MaxAttempts = 7, MaxDelay = Minute, Then = FailureAction.DeadLetter };

        var rule = FailureRule.Of(new() { FirstDelay = TimeSpan.FromSeconds(1), Then = FailureAction.Skip }, options);

        Assert.Equal(new(7, null, TimeSpan.FromSeconds(1), Minute, FailureAction.Skip), rule);
        Assert.Null(rule.Error);
    }

    [Fact]
    public void Rules_that_make_no_sense_are_errors()
    {
        Assert.Null(FailureRule.Of(null, new()).Error);
        Assert.Contains("says after what", FailureRule.Of(new() { Then = FailureAction.Skip }, new()).Error, StringComparison.Ordinal);
        Assert.Contains("MaxAttempts", FailureRule.Of(new() { MaxAttempts = 0 }, new()).Error, StringComparison.Ordinal);
        Assert.Contains("MaxAge", FailureRule.Of(new() { MaxAge = TimeSpan.Zero }, new()).Error, StringComparison.Ordinal);
        Assert.Contains("FirstDelay", FailureRule.Of(new() { FirstDelay = Minute }, new()).Error, StringComparison.Ordinal);
        Assert.Contains("Then", FailureRule.Of(new() { Then = (FailureAction)9, MaxAttempts = 1 }, new()).Error, StringComparison.Ordinal);
    }
}
