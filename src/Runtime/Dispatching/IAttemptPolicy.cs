using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>How often a handler is called with a record.</summary>
internal interface IAttemptPolicy
{
    /// <summary>Calls until the policy is content.</summary>
    /// <param name="attempt">What to call.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting between attempts; a call under way is not cancelled by it. If it is cancelled already, there is
    /// one attempt.
    /// </param>
    ValueTask RunAsync(IHandlerAttempt attempt, CancellationToken cancellationToken);
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
