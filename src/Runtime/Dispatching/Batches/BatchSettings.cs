namespace DynamoHandlers.Dispatching;

/// <summary>How large the batches of a handler are; see <see cref="BatchAttribute"/>.</summary>
public sealed record BatchSettings
{
    /// <summary>The most changes of a batch. Default: 100.</summary>
    public int MaxCount { get; init; } = 100;

    /// <summary>The most bytes of a batch, as the service sends its records. Default: 1,048,576 (1 MiB).</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>How long the first change of a batch waits for others. Default: zero.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Whether a batch that fails is halved until what fails is a single change. Default: no.</summary>
    public bool Bisect { get; init; }
}
