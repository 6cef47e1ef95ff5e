using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace DynamoHandlers.Dispatching;

/// <summary>Calls handlers until they succeed. One for all shards of a worker; safe for concurrent use.</summary>
internal sealed class HandlerRetry
{
    // Quick at first, as most failures pass by themselves, and never slower than what an operator waits for after
    // having mended the cause.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<IHandlerAttempt> AttemptKey = new("DynamoHandlers.Attempt");

    private readonly ResiliencePipeline _pipeline;

    public HandlerRetry(TimeProvider clock, Func<double> random, WorkerMeter meter, ILogger logger)
        : this(RetryPolicy.Create(
            clock, random, FirstDelay, MaxDelay, static e => e is not DeliveryEndedException, failure => Report(failure, meter, logger)))
    {
    }

    private HandlerRetry(ResiliencePipeline pipeline) => _pipeline = pipeline;

    /// <summary>Calls once and lets failures through, for tests of handlers.</summary>
    public static HandlerRetry Never { get; } = new(ResiliencePipeline.Empty);

    /// <param name="attempt">What to call.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting between attempts; a call under way is not cancelled by it. If it is cancelled already, there is
    /// one attempt.
    /// </param>
    public async ValueTask RunAsync(IHandlerAttempt attempt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            await attempt.CallAsync().ConfigureAwait(false);
            return;
        }

        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(AttemptKey, attempt);
        try
        {
            await _pipeline.ExecuteAsync(static (_, attempt) => attempt.CallAsync(), context, attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static void Report(OnRetryArguments<object> failure, WorkerMeter meter, ILogger logger)
    {
        if (failure.Context.Properties.TryGetValue(AttemptKey, out var attempt))
        {
            meter.Failed(attempt.Handler);
            attempt.Report(logger, failure.Outcome.Exception!, failure.AttemptNumber + 1, failure.RetryDelay);
        }
    }
}

/// <summary>A call that may have to be made several times.</summary>
internal interface IHandlerAttempt
{
    /// <summary>The handler's name.</summary>
    string Handler { get; }

    ValueTask CallAsync();

    void Report(ILogger logger, Exception e, int attempt, TimeSpan delay);
}
