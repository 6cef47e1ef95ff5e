namespace DynamoHandlers.Testing;

/// <summary>
/// A simulation failed: its body threw, a guarantee was broken, or everything waits for ever. The message tells the seed,
/// with which the run repeats itself exactly, the virtual time, what was wrong, and what happened last.
/// </summary>
public sealed class SimulationException : Exception
{
    internal SimulationException(int seed, string violation, string message, Exception? innerException = null)
        : base(message, innerException) => (Seed, Violation) = (seed, violation);

    /// <summary>The seed of the run.</summary>
    public int Seed { get; }

    /// <summary>What was wrong, in a sentence.</summary>
    public string Violation { get; }
}
