namespace DynamoHandlers.Dispatching;

/// <summary>
/// The turns of the shards of a worker to call handlers, where not all of them may do so at once. Given first come first
/// served; a shard asks anew for each record, and so do all others in between. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // Of a semaphore only the wait handle is to be disposed of, and none is made.
internal sealed class DispatchTurns
#pragma warning restore CA1001
{
    // Hands a turn that is given back to whoever waits longest.
    private readonly SemaphoreSlim _turns;

    private DispatchTurns(int atOnce) => _turns = new SemaphoreSlim(atOnce, atOnce);

    /// <param name="atOnce">How many shards may have a turn at the same time; the largest integer for no limit.</param>
    /// <returns>Null where there is no limit, and nobody needs a turn.</returns>
    public static DispatchTurns? Create(int atOnce) => atOnce == int.MaxValue ? null : new(atOnce);

    /// <summary>Waits for a turn, to be given back by <see cref="GiveBack"/>.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _turns.WaitAsync(cancellationToken);

    public void GiveBack() => _turns.Release();
}
