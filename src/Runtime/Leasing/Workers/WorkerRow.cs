namespace DynamoHandlers.Leasing.Workers;

/// <summary>What a worker's row says of it.</summary>
internal enum WorkerState
{
    /// <summary>At work.</summary>
    Live,

    /// <summary>Finishing what it has begun.</summary>
    Leaving,

    /// <summary>Gone, having finished. Final.</summary>
    Left,

    /// <summary>Declared dead by another. Final.</summary>
    Dead,
}

/// <summary>A worker as one read of its row showed it.</summary>
/// <param name="Identity">Its name with its incarnation; never used twice.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Heartbeat">The number of its last heartbeat.</param>
/// <param name="LeaseDuration">Its own lease duration: how long its heartbeat must stand still for it to be dead.</param>
internal sealed record WorkerRow(string Identity, WorkerState State, long Heartbeat, TimeSpan LeaseDuration)
{
    /// <summary>The most leases that it takes.</summary>
    public int Capacity { get; init; } = int.MaxValue;

    /// <summary>The streams that it handles. Others must not be given to it: it would pass over what they hold.</summary>
    public IReadOnlySet<StreamKey> Streams { get; init; } = new HashSet<StreamKey>();

    /// <summary>The identity that it had before it was fenced; null if it was not.</summary>
    public string? Was { get; init; }

    /// <summary>The generation of leases that it works on.</summary>
    public long Generation { get; init; } = Application.FirstGeneration;

    /// <summary>Whether its leases are free for others: it acts no more and never will.</summary>
    public bool IsGone => State is WorkerState.Left or WorkerState.Dead;
}
