using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace DynamoHandlers.Dispatching.Failures;

/// <summary>
/// Calls handlers until they succeed, or until their failure policy gives the change up. One for all shards of a worker;
/// safe for concurrent use.
/// </summary>
internal sealed class HandlerRetry(
    FailureOptions options, TimeProvider clock, Func<double> random, WorkerMeter meter, ILogger logger) : IAttemptPolicy
{
    private static readonly ResiliencePropertyKey<HandlerAttempt> AttemptKey = new("DynamoHandlers.Attempt");

    private readonly TimeProvider _clock = clock;
    private readonly Func<double> _random = random;
    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<FailureRule, ResiliencePipeline> _pipelines = new();

    /// <inheritdoc/>
    public async ValueTask RunAsync(HandlerAttempt attempt, CancellationToken cancellationToken)
    {
        (attempt.Verdict, attempt.Failures) = (null, 0);
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await attempt.CallAsync().ConfigureAwait(false);
            }
            else if (await TryAsync(attempt).ConfigureAwait(false) is { } failure)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    failure.Throw();
                }

                await RetryAsync(attempt, failure, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (attempt.Verdict is not null)
        {
            meter.Failed(attempt.Handler);
            await attempt.GiveUpAsync(attempt.Verdict!.Value, e).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing is tried again once the waiting has been ended.
            meter.Failed(attempt.Handler);
            attempt.ReportLast(_logger, e);
            throw;
        }
    }

    // Most calls succeed at once, and need no pipeline.
    private static async ValueTask<ExceptionDispatchInfo?> TryAsync(HandlerAttempt attempt)
    {
        try
        {
            await attempt.CallAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <param name="attempt">What to call.</param>
    /// <param name="first">What came of the first attempt, which the pipeline judges as the first of its own.</param>
    /// <param name="cancellationToken">Ends the waiting between attempts.</param>
    private async ValueTask RetryAsync(HandlerAttempt attempt, ExceptionDispatchInfo first, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAdd(FailureRule.Of(attempt.Policy, options), Create, this);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(AttemptKey, attempt);
        try
        {
            var failure = first;
            await pipeline.ExecuteAsync(
                (_, attempt) =>
                {
                    Interlocked.Exchange(ref failure, null)?.Throw();
                    return attempt.CallAsync();
                },
                context,
                attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline Create(FailureRule rule, HandlerRetry retry) => RetryPolicy.CreateJudging(
        retry._clock, retry._random, rule.FirstDelay, rule.MaxDelay, failure => retry.IsToBeTriedAgain(rule, failure), retry.Report);

    private bool IsToBeTriedAgain(FailureRule rule, RetryPredicateArguments<object> failure)
    {
        if (failure.Outcome.Exception is not { } e || e is DeliveryEndedException
            || !failure.Context.Properties.TryGetValue(AttemptKey, out var attempt))
        {
            return false;
        }

        attempt.Failures = failure.AttemptNumber + 1;
        if (!attempt.MayBeGivenUp)
        {
            return true;
        }

        var age = _clock.GetUtcNow() - attempt.CreatedAt;
        attempt.Verdict = rule.After(attempt.Failures, age, Decide(attempt, e, age));
        return attempt.Verdict is null;
    }

    private FailureDecision Decide(HandlerAttempt attempt, Exception e, TimeSpan age)
    {
        if (options.Decide is not { } decide)
        {
            return FailureDecision.Default;
        }

        try
        {
            return decide(new(attempt.Handler, e, attempt.Failures, attempt.Describe(attempt.Failures), age));
        }
        catch (Exception ofDecision)
        {
            Log.DecideFailed(_logger, ofDecision, attempt.Handler);
            return FailureDecision.Default;
        }
    }

    private void Report(OnRetryArguments<object> failure)
    {
        if (failure.Context.Properties.TryGetValue(AttemptKey, out var attempt))
        {
            meter.Failed(attempt.Handler);
            attempt.Report(_logger, failure.Outcome.Exception!, attempt.Failures, failure.RetryDelay);
        }
    }
}
