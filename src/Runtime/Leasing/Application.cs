using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Leasing;

/// <summary>The application's row: which generation of leases counts, and whether another is to follow it.</summary>
/// <param name="Generation">
/// The generation that workers work on. Each rewind of the whole application begins another, with leases, markers and
/// stream rows of its own.
/// </param>
/// <param name="Next">The generation that follows as soon as all workers have stopped; null for none.</param>
/// <param name="Rewind">The rewind that is under way, or that this generation began with; null for none.</param>
/// <param name="Swept">The rows of this generation and of those before it are deleted.</param>
internal sealed record Application(long Generation, long? Next = null, RewindRequest? Rewind = null, long Swept = 0)
{
    /// <summary>The generation of an application that was never rewound, and has no row.</summary>
    public const long FirstGeneration = 1;

    /// <summary>Whether work on a generation goes on.</summary>
    public bool IsAtWorkOn(long generation) => Generation == generation && Next is null;
}
