namespace DynamoHandlers;

/// <summary>Where dead letters are kept, unless another store is used (S3, say), and for how long.</summary>
public sealed class DeadLetterOptions
{
    /// <summary>What is added to the application's name to name the table.</summary>
    internal const string Suffix = "-dead-letters";

    /// <summary>
    /// The table. Created when the first dead letter is to be kept, beside the tables that handlers are for. Default: the
    /// application's name with <c>-dead-letters</c>. 3 to 255 letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.
    /// </summary>
    public string? Table { get; set; }

    /// <summary>
    /// How long dead letters are kept, since they were put there or failed again. Default: 14 days, time to notice, to mend
    /// and to redrive; 1 minute to 10 years; <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromDays(14);

    internal string TableOf(string application) => Table ?? application + Suffix;
}
