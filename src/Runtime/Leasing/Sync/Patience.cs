namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// What is believed only when it has been so for a while, at two looks at least. Not thread-safe.
/// </summary>
internal sealed class Patience(TimeProvider clock, TimeSpan duration)
{
    private long? _since;

    /// <summary>It is so now; whether it has been for long enough.</summary>
    public bool IsOver()
    {
        _since ??= clock.GetTimestamp();
        return clock.GetElapsedTime(_since.Value) >= duration;
    }

    /// <summary>It is not so now.</summary>
    public void End() => _since = null;
}
