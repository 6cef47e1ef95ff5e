using Polly;
using Polly.Retry;

namespace DynamoHandlers.Wire;

/// <summary>
/// The one way in which anything is tried again: after exponentially growing, jittered delays, until it succeeds, is not
/// to be tried again, or is cancelled.
/// </summary>
internal static class RetryPolicy
{
    /// <param name="clock">What the delays are measured by.</param>
    /// <param name="random">Numbers in [0, 1) for the jitter; injected so that a simulation can repeat itself.</param>
    /// <param name="firstDelay">The typical first delay.</param>
    /// <param name="maxDelay">What delays grow to.</param>
    /// <param name="retry">Which exceptions are tried again.</param>
    /// <param name="onRetry">Told of each failure; attempts are numbered from 0.</param>
    public static ResiliencePipeline Create(
        TimeProvider clock,
        Func<double> random,
        TimeSpan firstDelay,
        TimeSpan maxDelay,
        Func<Exception, bool> retry,
        Action<OnRetryArguments<object>>? onRetry = null) => CreateJudging(
            clock,
            random,
            firstDelay,
            maxDelay,
            failure => failure.Outcome.Exception is { } e && retry(e),
            onRetry);

    /// <summary>As <see cref="Create"/>, where more than the exception says whether to try again.</summary>
    /// <param name="clock">What the delays are measured by.</param>
    /// <param name="random">Numbers in [0, 1) for the jitter.</param>
    /// <param name="firstDelay">The typical first delay.</param>
    /// <param name="maxDelay">What delays grow to.</param>
    /// <param name="retry">Which failures are tried again; not asked once the caller has cancelled.</param>
    /// <param name="onRetry">Told of each failure; attempts are numbered from 0.</param>
    public static ResiliencePipeline CreateJudging(
        TimeProvider clock,
        Func<double> random,
        TimeSpan firstDelay,
        TimeSpan maxDelay,
        Func<RetryPredicateArguments<object>, bool> retry,
        Action<OnRetryArguments<object>>? onRetry = null)
    {
        var options = new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstDelay,
            MaxDelay = maxDelay,
            Randomizer = random,
            // A cancelled caller is not retried, but a cancellation from elsewhere (a time-out of an HTTP call, say)
            // is a failure like any other.
            ShouldHandle = arguments => new ValueTask<bool>(
                !arguments.Context.CancellationToken.IsCancellationRequested && retry(arguments)),
        };
        if (onRetry is not null)
        {
            options.OnRetry = arguments =>
            {
                onRetry(arguments);
                return default;
            };
        }

        return new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(options).Build();
    }
}
