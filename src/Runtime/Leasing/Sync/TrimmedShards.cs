using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// Finds out about shards that others depend on and that are neither listed nor leased: one that the service still knows
/// gets its lease; one that it does not know, in two passes a lease duration apart, counts as trimmed. Not thread-safe.
/// </summary>
internal sealed class TrimmedShards(
    string streamArn,
    IStreamClient client,
    LeaseStore leases,
    StreamStore streams,
    TimeProvider clock,
    TimeSpan leaseDuration,
    ILogger logger)
{
    private readonly StreamKey _stream = StreamKey.FromArn(streamArn);
    private readonly Dictionary<string, Patience> _notFound = new(StringComparer.Ordinal);

    /// <param name="shards">The shards to be asked for, with the leases that they are to have if they exist.</param>
    /// <param name="isInitial">Whether the application begins: the oldest shards have parents that nobody wants.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>Whether something is known now that was not before.</returns>
    public async ValueTask<bool> ProbeAsync(
        IReadOnlyDictionary<string, NewLease> shards, bool isInitial, CancellationToken cancellationToken)
    {
        // Two passes one after the other: who was found in between, or asked for no more, begins anew.
        foreach (var other in _notFound.Keys.Except(shards.Keys).ToList())
        {
            _notFound.Remove(other);
        }

        var isKnown = false;
        foreach (var (shardId, lease) in shards)
        {
            if (await ExistsAsync(shardId, cancellationToken).ConfigureAwait(false))
            {
                _notFound.Remove(shardId);
                isKnown |= lease.GateOpen
                    && await LeaseCreation.CreateAsync(leases, lease, logger, cancellationToken).ConfigureAwait(false);
            }
            else if (IsGone(shardId)
                && await streams.MarkAsync(lease.Key, "trimmed", cancellationToken).ConfigureAwait(false))
            {
                isKnown = true;
                _notFound.Remove(shardId);
                Report(shardId, isInitial);
            }
        }

        return isKnown;
    }

    private bool IsGone(string shardId)
    {
        if (!_notFound.TryGetValue(shardId, out var patience))
        {
            _notFound[shardId] = patience = new Patience(clock, leaseDuration);
        }

        return patience.IsOver();
    }

    private void Report(string shardId, bool isInitial)
    {
        if (isInitial)
        {
            Log.ParentBeforeStart(logger, _stream.Table, shardId);
        }
        else
        {
            Log.ParentTrimmed(logger, _stream.Table, shardId);
        }
    }

    private async ValueTask<bool> ExistsAsync(string shardId, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetShardIteratorAsync(streamArn, shardId, ShardPosition.TrimHorizon, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            return false;
        }
    }
}
