namespace DynamoHandlers.Streams;

/// <summary>What a description of a stream is for.</summary>
internal enum DescribeUse
{
    /// <summary>Records wait for it: the children of a finished shard, a stream's first leases.</summary>
    Urgent,

    /// <summary>The comparison of shards with leases, and what else is done now and then.</summary>
    Background,
}

/// <summary>
/// Spaces out DescribeStream requests, of which the service answers 10 a second for a whole account. Thread-safe.
/// </summary>
/// <remarks>
/// Urgent requests come from all workers at once, as shards roll together: each worker keeps to its share of the limit,
/// after a few that may go at once. Background requests are one worker's at a time, as each stream is compared by one
/// of all: half the limit, and none while urgent ones wait. Where fleets share an account, or several streams are
/// compared at once, the service throttles and requests are tried again.
/// </remarks>
internal sealed class DescribePace(TimeProvider clock)
{
    // The service's limit for DescribeStream.
    private const double AccountRate = 10;
    private const int Burst = 5;

    private static readonly TimeSpan BackgroundSpacing = TimeSpan.FromSeconds(2 / AccountRate);

    private readonly object _gate = new();
    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _urgentDue = TimeSpan.MinValue;
    private TimeSpan _backgroundDue = TimeSpan.MinValue;
    private int _workers = 1;

    /// <summary>How many workers share the limit.</summary>
    public int Workers
    {
        get => Volatile.Read(ref _workers);
        set => Volatile.Write(ref _workers, Math.Max(1, value));
    }

    /// <summary>Waits until a request may be sent.</summary>
    public async ValueTask WaitAsync(DescribeUse use, CancellationToken cancellationToken)
    {
        if (use == DescribeUse.Urgent)
        {
            await PauseAsync(Reserve(ref _urgentDue, UrgentSpacing), cancellationToken).ConfigureAwait(false);
            return;
        }

        await PauseAsync(Reserve(ref _backgroundDue, BackgroundSpacing), cancellationToken).ConfigureAwait(false);
        while (UntilUrgentHaveGone() is { Ticks: > 0 } wait)
        {
            await PauseAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan UrgentSpacing => TimeSpan.FromSeconds(Workers / AccountRate);

    // Delays count whole milliseconds: one that is cut down to none would be asked for again and again.
    private Task PauseAsync(TimeSpan wait, CancellationToken cancellationToken) => wait > TimeSpan.Zero
        ? Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Books the next place.</summary>
    private TimeSpan Reserve(ref TimeSpan due, TimeSpan spacing)
    {
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_began);
            var earliest = now - (spacing * (Burst - 1));
            due = due > earliest ? due : earliest;
            var wait = due - now;
            due += spacing;
            return wait;
        }
    }

    private TimeSpan UntilUrgentHaveGone()
    {
        lock (_gate)
        {
            return _urgentDue > TimeSpan.Zero ? _urgentDue - UrgentSpacing - clock.GetElapsedTime(_began) : TimeSpan.Zero;
        }
    }
}
