using DynamoHandlers.Dispatching.States;

namespace DynamoHandlers.Testing;

// Windows and instances that live as long as a shard's run: in a harness, as long as it does.
public sealed partial class HandlerHarness
{
    /// <summary>
    /// Ends the windows that are open, and flushes each <see cref="IShardBuffer"/>, as if their time had come. What they write
    /// is in <see cref="Written"/>.
    /// </summary>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <returns>The names of the handlers whose windows have ended, in order.</returns>
    public async Task<IReadOnlyList<string>> FlushAsync(CancellationToken cancellationToken = default)
    {
        _ran.Clear();
        _transactions.Clear();
        foreach (var window in _states.Open.ToList())
        {
            var parts = MakeParts(Find(window.Handler.Table), cancellationToken);
            await WindowEnd.CallAsync(window, _states, parts, isShardEnd: false, attempt: 1).ConfigureAwait(false);
        }

        foreach (var buffer in _instances.All.Select(static instance => instance.Value).OfType<IShardBuffer>())
        {
            var transaction = _transactions.Begin();
            await buffer.FlushAsync(transaction, cancellationToken).ConfigureAwait(false);
            _transactions.Write(transaction.Complete());
        }

        return [.. _ran];
    }

    // As a worker does when it takes a lease, with a shard of the first table that a change is fed to.
    private async ValueTask BeginAsync(string table, CancellationToken stop)
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        _instances.Create();
        foreach (var instance in _instances.All)
        {
            instance.Restore(null);
        }

        var source = SourceOf(table);
        var shard = new ShardInfo
        {
            TableName = source.TableName,
            StreamArn = source.StreamArn,
            ShardId = source.ShardId,
            WorkerId = source.WorkerId,
            Epoch = 1,
        };
        await _instances.InitializeAsync(shard, stop).ConfigureAwait(false);
    }
}
