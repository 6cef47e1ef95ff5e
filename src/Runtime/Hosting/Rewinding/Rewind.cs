using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Rewinding;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting.Rewinding;

/// <summary>Asks for rewinds, and helps to carry them out while it waits. Thread-safe.</summary>
internal sealed class Rewind(Lazy<WorkerServices> parts) : IRewind
{
    // As the start position Latest: records carry whole seconds, and the service's clocks differ by less than this.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    public async Task RewindAsync(RewindPosition position, CancellationToken cancellationToken = default)
    {
        if (!position.Sequence.IsNone)
        {
            throw new ArgumentException(
                "A sequence number is of one shard: use RewindShardAsync, or rewind the application to a time.", nameof(position));
        }

        var services = parts.Value;
        await CheckedAsync(services, async () =>
        {
            var target = await BeginAsync(services, position, cancellationToken).ConfigureAwait(false);
            await services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
            await CompleteAsync(services, target, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task RewindShardAsync(
        string table, string shardId, RewindPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentException.ThrowIfNullOrEmpty(shardId);
        if (position.IsLatest)
        {
            throw new ArgumentException(
                "A shard cannot be rewound to Latest: what it has not handled yet would be passed over.", nameof(position));
        }

        var services = parts.Value;
        await CheckedAsync(services, async () =>
        {
            var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
            var rewind = new ShardRewind(services.In(application.Generation), RealName(services, table), shardId, position);
            await rewind.RunAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <returns>The generation that the application is to get to.</returns>
    private static async ValueTask<long> BeginAsync(
        WorkerServices services, RewindPosition position, CancellationToken cancellationToken)
    {
        RewindRequest? mine = null;
        while (true)
        {
            var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
            if (mine is not null && application.Rewind == mine)
            {
                // The answer was lost, not the request.
                return application.Next ?? application.Generation;
            }

            if (application.Next is { } next)
            {
                return application.Rewind?.Position == position ? next : throw UnderWay(services, application);
            }

            mine ??= RewindRequest.New(
                await FixedAsync(services.In(application.Generation), position, cancellationToken).ConfigureAwait(false), services.Random);
            if (await services.Application.BeginAsync(application, mine.Value, cancellationToken).ConfigureAwait(false))
            {
                return application.Generation + 1;
            }
        }
    }

    private static async ValueTask CompleteAsync(WorkerServices services, long target, CancellationToken cancellationToken)
    {
        GenerationChange? change = null;
        while (true)
        {
            var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
            if (application.Generation >= target || application.Next is null)
            {
                return;
            }

            change = change?.Pending == application ? change : new GenerationChange(services, application, pause: TimeSpan.Zero);
            if (!await change.StepAsync(cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(Pace.Tick(services.Options.LeaseDuration), services.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The position as one that means the same later: the end of the streams moves on.</summary>
    private static async ValueTask<RewindPosition> FixedAsync(
        WorkerServices services, RewindPosition position, CancellationToken cancellationToken)
    {
        var streams = await services.Streams.ListAsync(cancellationToken).ConfigureAwait(false);
        if (streams.Count == 0)
        {
            throw new RewindException(
                $"The application '{services.Options.Application}' has not read anything yet. Set "
                + "DynamoHandlersOptions.StartPosition to where it is to begin.");
        }

        return position.IsLatest
            ? RewindPosition.At(await TimeAsync(services, streams, cancellationToken).ConfigureAwait(false) - ClockTolerance)
            : position;
    }

    // The service's, as records have it.
    private static async ValueTask<DateTimeOffset> TimeAsync(
        WorkerServices services, IEnumerable<(string StreamArn, string? Previous)> streams, CancellationToken cancellationToken)
    {
        foreach (var (streamArn, _) in streams.OrderByDescending(static stream => stream.StreamArn, StringComparer.Ordinal))
        {
            try
            {
                var description = await services.StartRetry().ExecuteAsync(
                    static (call, stop) => call.Streams.DescribeStreamAsync(call.streamArn, null, null, stop),
                    (services.Clients.Streams, streamArn),
                    cancellationToken).ConfigureAwait(false);
                return description.ServiceTime;
            }
            catch (StreamException e) when (e.Error == StreamError.NotFound)
            {
                // One of long ago.
            }
        }

        throw new RewindException(
            $"None of the streams that the application '{services.Options.Application}' has read exists any more.");
    }

    private static RewindException UnderWay(WorkerServices services, Application application) => new(
        $"The application '{services.Options.Application}' is being rewound to {application.Rewind?.Position}, which waits for its "
        + "workers to stop. Rewind it to that position to wait for it, and then to yours.");

    private static string RealName(WorkerServices services, string table) => !services.Options.Tables.TryGetValue(table, out var mapped)
        ? table
        : StreamKey.TryFromArn(mapped)?.Table ?? mapped;

    private static async ValueTask CheckedAsync(WorkerServices services, Func<ValueTask> rewind)
    {
        try
        {
            await rewind().ConfigureAwait(false);
        }
        catch (ResourceNotFoundException e)
        {
            throw new RewindException(
                $"There is no lease table '{services.Options.Application}', which is named after DynamoHandlersOptions.Application, "
                + $"in {DynamoDbClients.PlaceOf(services.Clients.Leases)}: the application has never run there.",
                e);
        }
    }
}
