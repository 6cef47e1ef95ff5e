using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace DynamoHandlers.Dispatching;

/// <summary>Calls handlers until they succeed. One for all shards of a worker; safe for concurrent use.</summary>
internal sealed class HandlerRetry : IAttemptPolicy
{
    // Quick at first, as most failures pass by themselves, and never slower than what an operator waits for after
    // having mended the cause.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<IHandlerAttempt> AttemptKey = new("DynamoHandlers.Attempt");

    private readonly ResiliencePipeline _pipeline;
    private readonly WorkerMeter _meter;
    private readonly ILogger _logger;

    public HandlerRetry(TimeProvider clock, Func<double> random, WorkerMeter meter, ILogger logger)
    {
        _pipeline = RetryPolicy.Create(
            clock, random, FirstDelay, MaxDelay, static e => e is not DeliveryEndedException, Report);
        _meter = meter;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask RunAsync(IHandlerAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await attempt.CallAsync().ConfigureAwait(false);
            }
            else
            {
                await RetryAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing is tried again once the waiting has been ended.
            _meter.Failed(attempt.Handler);
            attempt.ReportLast(_logger, e);
            throw;
        }
    }

    private async ValueTask RetryAsync(IHandlerAttempt attempt, CancellationToken cancellationToken)
    {
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

    private void Report(OnRetryArguments<object> failure)
    {
        if (failure.Context.Properties.TryGetValue(AttemptKey, out var attempt))
        {
            _meter.Failed(attempt.Handler);
            attempt.Report(_logger, failure.Outcome.Exception!, failure.AttemptNumber + 1, failure.RetryDelay);
        }
    }
}
