namespace DynamoHandlers;

/// <summary>
/// How large the batches of a handler are that takes <c>IReadOnlyList&lt;Change&lt;T&gt;&gt;</c>: a batch is handed over
/// when it has so many changes, so many bytes, or when its first change has waited so long, whatever comes first.
/// </summary>
/// <remarks>
/// With <c>[OnWindow]</c>, <see cref="MaxCount"/> and <see cref="MaxBytes"/> limit each call; the others cannot be said.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BatchAttribute : Attribute
{
    /// <summary>The most changes of a batch: 1 to 10,000. Default: 100.</summary>
    public int MaxCount { get; set; } = 100;

    /// <summary>
    /// The most bytes of a batch, as the service sends its records; a larger record makes a batch of its own. At least
    /// 1. Default: 1,048,576 (1 MiB).
    /// </summary>
    public int MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long the first change of a batch waits for others, in milliseconds: 0 to 300,000 (5 minutes). Default: 0, a
    /// batch is what was fetched together.
    /// </summary>
    public int WindowMilliseconds { get; set; }

    /// <summary>
    /// Whether a batch that fails is halved until what fails is a single change, which alone is then subject to the
    /// failure policy. Default: no, the batch is tried again as a whole.
    /// </summary>
    public bool Bisect { get; set; }
}
