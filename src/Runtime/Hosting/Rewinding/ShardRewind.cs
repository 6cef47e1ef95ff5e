using System.Net;
using Amazon.Runtime;
using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Rewinding;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting.Rewinding;

/// <summary>
/// The rewind of one shard, as whoever wants it sees it. While its lease is free, one write does it. While a worker owns it,
/// the lease's row asks for it, and whoever owns the lease then does it before it runs the shard again.
/// </summary>
internal sealed class ShardRewind(WorkerServices services, string table, string shardId, RewindPosition position)
{
    // The board is told again: whoever has not seen it reads the leases once a minute only.
    private static readonly TimeSpan PostInterval = TimeSpan.FromSeconds(5);

    private RewindRequest _request = RewindRequest.New(position, services.Random);
    private long? _posted;

    /// <summary>Completes when the shard is rewound.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var (key, streamArn) = await FindAsync(cancellationToken).ConfigureAwait(false);
        await CheckNumberAsync(streamArn, cancellationToken).ConfigureAwait(false);
        while (!await StepAsync(key, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(Pace.Tick(services.Options.LeaseDuration), services.Clock, cancellationToken).ConfigureAwait(false);
        }

        await services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(LeaseKey Key, string StreamArn)> FindAsync(CancellationToken cancellationToken)
    {
        var streams = await services.Streams.ListAsync(cancellationToken).ConfigureAwait(false);
        var keys = streams.Select(stream => (Key: new LeaseKey(StreamKey.FromArn(stream.StreamArn), shardId), stream.StreamArn))
            .Where(stream => stream.Key.Stream.Table == table).ToList();
        foreach (var (key, streamArn) in keys)
        {
            if (await services.Leases.GetAsync(key, cancellationToken).ConfigureAwait(false) is { } lease)
            {
                Check(lease);
                return (key, streamArn);
            }

            if (await services.Streams.GetMarkerAsync(key, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                throw new RewindException(
                    $"Shard {shardId} of {table} is behind the application ({reason}), and the shards that continue it have begun: "
                    + "read again now, it would bring old changes of items after newer ones. Rewind the whole application instead.");
            }
        }

        throw new RewindException(keys.Count == 0
            ? $"The application '{services.Options.Application}' has read no stream of a table '{table}'."
            : $"The application '{services.Options.Application}' has no lease for a shard {shardId} of {table}. The lease table lists "
                + "its shards, as do its log (events 10 and 11) and ChangeContext.ShardId.");
    }

    // A number that the service never gave for this shard would keep the shard from being read at all.
    private async ValueTask CheckNumberAsync(string streamArn, CancellationToken cancellationToken)
    {
        if (position.Sequence.IsNone)
        {
            return;
        }

        try
        {
            await services.Clients.Streams.GetShardIteratorAsync(
                streamArn, shardId, ShardPosition.After(position.Sequence), cancellationToken).ConfigureAwait(false);
        }
        catch (StreamException)
        {
            // Trimmed, which DynamoHandlersOptions.TrimmedData is for, or not to be had at this moment.
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.BadRequest)
        {
            throw new RewindException($"The service refuses {position} as a sequence number of shard {shardId} of {table}: {e.Message}", e);
        }
    }

    /// <returns>Whether the shard is rewound.</returns>
    private async ValueTask<bool> StepAsync(LeaseKey key, CancellationToken cancellationToken)
    {
        // The application first: once that is rewound, the lease does not change any more.
        var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
        var lease = await services.Leases.GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (lease?.Rewound == _request.Text)
        {
            return true;
        }

        if (!application.IsAtWorkOn(services.Generation))
        {
            throw new RewindException(
                $"The whole application '{services.Options.Application}' is being rewound, to {application.Rewind?.Position}. "
                + $"Rewind shard {shardId} when that is done, if it is needed then.");
        }

        if (lease is { State: LeaseState.Closed })
        {
            // As of right now, as the next look shows.
            return false;
        }

        Check(lease);
        var isFree = await IsFreeAsync(lease!.Owner, cancellationToken).ConfigureAwait(false);
        if (lease.Request is { } asked && asked != _request)
        {
            // Somebody else, or an earlier call, wants the same.
            _request = asked.Position == position ? asked : throw new RewindException(
                $"Shard {shardId} of {table} is being rewound to {asked.Position} already, which waits for its owner "
                + $"{lease.Owner} to return from its handler. Rewind it to that position to wait for it, and then to yours.");
        }

        if (isFree)
        {
            return await services.Leases.RewindAsync(lease, _request, isFree: true, cancellationToken).ConfigureAwait(false) is not null;
        }

        if (lease.Request is null)
        {
            await services.Leases.RequestRewindAsync(lease, _request, cancellationToken).ConfigureAwait(false);
        }

        await PostAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    private void Check(Lease? lease)
    {
        switch (lease)
        {
            case null:
                throw new RewindException($"The lease of shard {shardId} of {table} was deleted while it was to be rewound.");
            case { State: not (LeaseState.Open or LeaseState.Closed) }:
                throw new RewindException(
                    $"Shard {shardId} of {table} is done to its end, and the shards that continue it have begun, or are about to: read "
                    + "again now, it would bring old changes of items after newer ones. Rewind the whole application instead.");
            case { GateOpen: false }:
                throw new RewindException(
                    $"Shard {shardId} of {table} has not begun: it waits for its parent to be done, and is then read from its beginning.");
            case { Request: null } when !position.Sequence.IsNone
                && Checkpoint.AfterRecord(position.Sequence).CompareTo(lease.Checkpoint) > 0:
                throw new RewindException(
                    $"Shard {shardId} of {table} is done up to {lease.Checkpoint}, by its checkpoint: going on after {position} would pass "
                    + "over records that are not handled. A rewind only goes back.");
        }
    }

    private async ValueTask<bool> IsFreeAsync(string? owner, CancellationToken cancellationToken)
    {
        if (owner is null)
        {
            return true;
        }

        var workers = await services.Workers.ReadAllAsync(cancellationToken, consistent: true).ConfigureAwait(false);
        return workers.Any(worker => worker.Identity == owner && worker.IsGone);
    }

    private async ValueTask PostAsync(CancellationToken cancellationToken)
    {
        if (_posted is null || services.Clock.GetElapsedTime(_posted.Value) >= PostInterval)
        {
            _posted = services.Clock.GetTimestamp();
            await services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
