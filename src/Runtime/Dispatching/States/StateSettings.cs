namespace DynamoHandlers.Dispatching.States;

/// <summary>What the options say to what is kept of shards.</summary>
/// <param name="Interval">How often it is committed.</param>
/// <param name="TableOf">Gives the real name of the table with a name.</param>
/// <param name="Clock">What time is measured by.</param>
internal sealed record StateSettings(TimeSpan Interval, Func<string, string> TableOf, TimeProvider Clock)
{
    /// <summary>After how many records it is committed at the latest: they are handled again after a crash.</summary>
    public const int MaxKept = 10_000;
}
