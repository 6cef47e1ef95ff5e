namespace DynamoHandlers.Dispatching.Failures;

/// <summary>How often a handler is called with the same.</summary>
internal interface IAttemptPolicy
{
    /// <summary>Calls until the policy is content: the handler has succeeded, or was given up.</summary>
    /// <param name="attempt">What to call.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting between attempts; a call under way is not cancelled by it. If it is cancelled already, there is
    /// one attempt.
    /// </param>
    ValueTask RunAsync(HandlerAttempt attempt, CancellationToken cancellationToken);
}
