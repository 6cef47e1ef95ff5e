using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// Tells a shard that the service has dropped from one that it just does not find at the moment: gone is only what was
/// not found for a while and is not in a complete listing either. A stream that cannot be listed proves nothing, unless
/// it was not found for a while longer and the table has another one by now.
/// </summary>
/// <param name="shards">The stream's shards.</param>
/// <param name="shardId">The shard.</param>
/// <param name="isReplaced">Whether the table has a newer stream.</param>
/// <param name="clock">What the whiles are measured by.</param>
/// <param name="patience">How long a while is.</param>
internal sealed class MissingShard(
    ShardFinder shards, string shardId, Func<bool> isReplaced, TimeProvider clock, TimeSpan patience)
{
    // A stream that was deleted may have thousands of shards, each of which is asked for once a minute.
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private long? _since;
    private long? _streamSince;
    private long? _told;

    /// <summary>The shard was found.</summary>
    public void Found() => _since = _streamSince = _told = null;

    /// <summary>Whether that the shard is not found is to be reported: at first, and then now and then.</summary>
    public bool IsNews()
    {
        if (_told is { } told && clock.GetElapsedTime(told) < Reminder)
        {
            return false;
        }

        _told = clock.GetTimestamp();
        return true;
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
            var listing = await shards.ListAsync(cancellationToken).ConfigureAwait(false);
            _streamSince = null;
            return !listing.Contains(shardId);
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound && isReplaced())
        {
            _streamSince ??= clock.GetTimestamp();
            return clock.GetElapsedTime(_streamSince.Value) >= patience;
        }
        catch (StreamException)
        {
            return false;
        }
    }
}
