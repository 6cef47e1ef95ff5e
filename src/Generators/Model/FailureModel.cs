namespace DynamoHandlers.Generators.Model;

/// <summary>What to do when a handler fails, as far as attributes say it; what is null is as the options say.</summary>
/// <param name="MaxAttempts">The most attempts.</param>
/// <param name="MaxAgeSeconds">How old a change may be to be tried again.</param>
/// <param name="FirstDelayMilliseconds">The delay before the second attempt.</param>
/// <param name="MaxDelayMilliseconds">What the delay grows to.</param>
/// <param name="Then">What then: a member of <c>FailureAction</c>.</param>
internal sealed record FailureModel(
    int? MaxAttempts, int? MaxAgeSeconds, int? FirstDelayMilliseconds, int? MaxDelayMilliseconds, string? Then);
