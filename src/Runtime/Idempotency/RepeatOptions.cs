namespace DynamoHandlers;

/// <summary>
/// Where it is kept which changes handlers have completed, and for how long. Of effect only with <c>SuppressRepeats</c>.
/// </summary>
public sealed class RepeatOptions
{
    /// <summary>What is added to the application's name to name the table.</summary>
    internal const string Suffix = "-completed";

    /// <summary>
    /// The table. Created when the first change is completed, beside the tables that handlers are for. Default: the
    /// application's name with <c>-completed</c>. 3 to 255 letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.
    /// </summary>
    public string? Table { get; set; }

    /// <summary>
    /// How long a completed change is remembered. Default: 2 days, longer than the 24 hours that streams keep records; 1
    /// minute to 10 years.
    /// </summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromDays(2);

    internal string TableOf(string application) => Table ?? application + Suffix;
}
