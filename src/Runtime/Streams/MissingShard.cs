using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// Tells a shard that the service has dropped from one that it just does not find at the moment: gone is only what was
/// not found for a while and is not in a complete listing either. A stream that cannot be listed proves nothing.
/// </summary>
internal sealed class MissingShard(
    IStreamClient client, string streamArn, string shardId, TimeProvider clock, TimeSpan patience)
{
    // A deleted table must not be asked for every second, nor fill the log.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private long? _since;

    /// <summary>The shard was found.</summary>
    public void Found() => _since = null;

    /// <summary>When to look again: the longer it has been missing, the later.</summary>
    public TimeSpan Delay(TimeSpan min)
    {
        var half = (_since is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero) / 2;
        return half < min ? min : half < MaxDelay ? half : MaxDelay;
    }

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
