using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Failures;

/// <summary>A call that may have to be made several times. For one caller at a time.</summary>
internal abstract class HandlerAttempt
{
    /// <summary>The handler's name.</summary>
    public abstract string Handler { get; }

    /// <summary>What the handler's own annotations say about failures; null for nothing.</summary>
    public virtual FailurePolicy? Policy => null;

    /// <summary>Whether the policy may decide that it is not called again.</summary>
    public virtual bool MayBeGivenUp => true;

    /// <summary>When the change was made that is handled; of several, the first.</summary>
    public abstract DateTimeOffset CreatedAt { get; }

    /// <summary>Why it is not to be called again; null if it is. Set by the policy.</summary>
    public FailureAction? Verdict { get; set; }

    /// <summary>How many attempts have failed. Set by the policy.</summary>
    public int Failures { get; set; }

    /// <summary>Makes the call.</summary>
    public abstract ValueTask CallAsync();

    /// <summary>The change that is handled; of several, the first.</summary>
    public abstract ChangeContext Describe(int attempt);

    /// <summary>Reports a failure after which it is called again.</summary>
    public abstract void Report(ILogger logger, Exception e, int attempt, TimeSpan delay);

    /// <summary>Reports a failure after which it is not called again here, but by whoever has the shard next.</summary>
    public abstract void ReportLast(ILogger logger, Exception e);

    /// <summary>Does what is to be done with what is not to be handled any more.</summary>
    /// <param name="action">What that is.</param>
    /// <param name="e">The last failure.</param>
    public abstract ValueTask GiveUpAsync(FailureAction action, Exception e);
}
