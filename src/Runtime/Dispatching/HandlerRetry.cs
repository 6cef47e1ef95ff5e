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
    private readonly WorkerMeter _meter;
    private readonly ILogger _logger;

    public HandlerRetry(TimeProvider clock, Func<double> random, WorkerMeter meter, ILogger logger)
    {
        _pipeline = RetryPolicy.Create(clock, random, FirstDelay, MaxDelay, static _ => true, Report);
        _meter = meter;
        _logger = logger;
    }

    /// <param name="attempt">What to call.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting between attempts; a call under way is not cancelled by it. If it is cancelled already, there is
    /// one attempt.
    /// </param>
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

/// <summary>A call that may have to be made several times.</summary>
internal interface IHandlerAttempt
{
    /// <summary>The handler's name.</summary>
    string Handler { get; }

    ValueTask CallAsync();

    /// <summary>Reports a failure after which it is called again.</summary>
    void Report(ILogger logger, Exception e, int attempt, TimeSpan delay);

    /// <summary>Reports a failure after which it is not called again here.</summary>
    void ReportLast(ILogger logger, Exception e);
}
