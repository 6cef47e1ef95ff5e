using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// Tells a shard that the service has dropped from one that it just does not find at the moment: gone is only what was
/// not found for a while and is not in a complete listing either. A stream that cannot be listed proves nothing.
/// </summary>
internal sealed class MissingShard(
    IStreamClient client, string streamArn, string shardId, TimeProvider clock, TimeSpan patience)
{
    private long? _since;

    /// <summary>The shard was found.</summary>
    public void Found() => _since = null;

    /// <summary>The shard was not found; whether it is gone for good.</summary>
    public async ValueTask<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        _since ??= clock.GetTimestamp();
        if (clock.GetElapsedTime(_since.Value) < patience)
        {
            return false;
        }

        try
        {
            var listing = await ShardDiscovery.ListAsync(client, streamArn, cancellationToken).ConfigureAwait(false);
            return !listing.Contains(shardId);
        }
        catch (StreamException)
        {
            return false;
        }
    }
}
