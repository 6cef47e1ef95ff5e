namespace DynamoHandlers.Hosting.Sessions;

/// <summary>How often a worker looks at the lease table: fractions of its lease duration.</summary>
internal static class Pace
{
    // A graceful stop is to be taken over within two seconds, whatever the lease duration.
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    /// <summary>Between looks at the board and the inbox: a tenth of the lease duration, at most a second.</summary>
    public static TimeSpan Tick(TimeSpan leaseDuration) =>
        leaseDuration / 10 < LongestTick ? leaseDuration / 10 : LongestTick;

    /// <summary>
    /// Between looks at the other workers. Together with the lease duration and what follows a burial, this is how long
    /// a crash goes unnoticed.
    /// </summary>
    public static TimeSpan Look(TimeSpan leaseDuration) => leaseDuration / 5;

    /// <summary>The shortest time between two readings of all leases.</summary>
    public static TimeSpan ReadGap(TimeSpan leaseDuration) => Tick(leaseDuration) * 3;

    /// <summary>
    /// Between readings of all leases without a reason: leases change owners seldom, and what does change makes itself
    /// known; this finds what that missed. The more workers read, the less often.
    /// </summary>
    public static TimeSpan SlowRead(int workers) => TimeSpan.FromSeconds(60) * Math.Max(1, workers / 10.0);
}
