namespace DynamoHandlers;

/// <summary>One call of a handler, as middleware sees it.</summary>
public sealed class HandlerInvocation
{
    private HashSet<ChangeContext>? _skipped;

    internal HandlerInvocation(
        string handler, IReadOnlyList<ChangeContext> changes, IServiceProvider services, CancellationToken stop)
    {
        Handler = handler;
        Changes = changes;
        Services = services;
        Stop = stop;
    }

    /// <summary>The handler's name, such as <c>Shop.OrderMails.Placed</c>.</summary>
    public string Handler { get; }

    /// <summary>The changes that it is called with, in order: one, or for a batch handler several.</summary>
    public IReadOnlyList<ChangeContext> Changes { get; }

    /// <summary>The service scope of the call.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Cancelled when the handler must end.</summary>
    public CancellationToken Stop { get; }

    /// <summary>
    /// The changes that are not done although the call has returned: of a batch, those that the handler reported as
    /// failed, those that could not be read, and those after such a one of the same item. They are handled again. Empty
    /// before the call has returned, and always for a single change.
    /// </summary>
    public IReadOnlyCollection<ChangeContext> Unfinished { get; internal set; } = [];

    /// <summary>
    /// Leaves a change out of the call: it counts as handled. To leave out all of them, do not call what is further in.
    /// </summary>
    /// <param name="change">One of <see cref="Changes"/>.</param>
    public void Skip(ChangeContext change)
    {
        ArgumentNullException.ThrowIfNull(change);
        (_skipped ??= []).Add(change);
    }

    /// <summary>Whether what the handler does is done only later, when its transaction is committed.</summary>
    internal bool IsCommitted { get; init; }

    /// <summary>Whether a change is to be handled again.</summary>
    internal bool IsUnfinished(ChangeContext change) => Unfinished.Count > 0 && Unfinished.Contains(change);

    /// <summary>Whether a change is left out.</summary>
    internal bool IsSkipped(ChangeContext change) => _skipped?.Contains(change) == true;
}
