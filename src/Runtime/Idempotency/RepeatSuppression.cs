using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Idempotency;

/// <summary>
/// Leaves out of a handler's calls what it has completed before, and records what it has completed. Between the effect
/// and the record there is a moment: who dies in it repeats.
/// </summary>
/// <remarks>
/// It is recorded when the service scope of the call is disposed of. A unit of work that is saved by that, and fails, makes
/// the call a failed one that is to be made again; as this comes into the scope before the handler and what it uses, it is
/// disposed of after them, and not if they throw.
/// </remarks>
/// <param name="store">Remembers.</param>
/// <param name="isFor">Which handlers, by their names.</param>
/// <param name="clock">The clock.</param>
/// <param name="meter">Counts what is left out.</param>
internal sealed class RepeatSuppression(IIdempotencyStore store, Func<string, bool> isFor, TimeProvider clock, WorkerMeter meter)
    : IChangeMiddleware, IAsyncDisposable
{
    // How long the recording of what is done may take once the handler must end: a worker that leaves waits for two
    // seconds for handlers that were cancelled.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // By handler: several of a record share the scope.
    private readonly List<(HandlerInvocation Invocation, IReadOnlyCollection<string> Keys)> _done = [];

    /// <inheritdoc/>
    public async ValueTask InvokeAsync(HandlerInvocation invocation, Func<ValueTask> next)
    {
        // A transaction is committed later, and exactly once: whether it is done is not known here, nor does it matter.
        if (invocation.IsCommitted || !isFor(invocation.Handler))
        {
            await next().ConfigureAwait(false);
            return;
        }

        await LeaveOutAsync(invocation).ConfigureAwait(false);
        if (invocation.Changes.All(invocation.IsSkipped))
        {
            return;
        }

        await next().ConfigureAwait(false);
        var done = Keys(invocation.Changes.Where(change => !invocation.IsSkipped(change) && !invocation.IsUnfinished(change)));
        if (done.Count > 0)
        {
            _done.Add((invocation, done));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (invocation, keys) in _done)
        {
            await MarkAsync(invocation, keys).ConfigureAwait(false);
        }

        _done.Clear();
    }

    private async ValueTask LeaveOutAsync(HandlerInvocation invocation)
    {
        var completed = await store.FindCompletedAsync(
            invocation.Handler, Keys(invocation.Changes), invocation.Stop).ConfigureAwait(false);
        if (completed.Count == 0)
        {
            return;
        }

        foreach (var change in invocation.Changes.Where(change => completed.Contains(change.IdempotencyKey)))
        {
            invocation.Skip(change);
        }

        meter.Suppressed(invocation.Handler, completed.Count);
    }

    // What has taken effect is recorded also when the handler must end meanwhile, but not for however long.
    private async ValueTask MarkAsync(HandlerInvocation invocation, IReadOnlyCollection<string> done)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        var registration = invocation.Stop.UnsafeRegister(static end => ((CancellationTokenSource)end!).CancelAfter(Grace), end);
        await using (registration.ConfigureAwait(false))
        {
            await store.MarkCompletedAsync(invocation.Handler, done, end.Token).ConfigureAwait(false);
        }
    }

    private static HashSet<string> Keys(IEnumerable<ChangeContext> changes) =>
        changes.Select(static change => change.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
}
