namespace DynamoHandlers.Leasing.Rewinding;

/// <summary>A rewind that somebody has asked for.</summary>
/// <param name="Position">Where to start again.</param>
/// <param name="Text">
/// The text of a row: the position, and a name that tells the request from another to the same position, so that whoever
/// asked can see what became of it also when answers were lost.
/// </param>
internal readonly record struct RewindRequest(RewindPosition Position, string Text)
{
    public static RewindRequest New(RewindPosition position, Func<double> random) =>
        new(position, $"{position} {(long)(random() * (1L << 48)):x12}");

    // What is damaged lets too much through, not too little.
    public static RewindRequest Parse(string text) =>
        new(RewindPosition.TryParse(text.Split(' ')[0]) ?? RewindPosition.TrimHorizon, text);

    public override string ToString() => Text;
}
