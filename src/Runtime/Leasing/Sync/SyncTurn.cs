namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// Which worker compares a stream's shards with the leases: pure functions. One of all does, another one each time, and
/// when it does not, the next.
/// </summary>
internal static class SyncTurn
{
    /// <summary>A worker's rank for a pass: 0 for the one whose turn it is. Every worker is first equally often.</summary>
    public static int Rank(IEnumerable<string> workers, string me, StreamKey stream, long pass)
    {
        var mine = (Order(me), me);
        return workers.Count(other => other != me && Precedes((Order(other), other), mine));

        // Only the end of the text differs from pass to pass: what follows it spreads the difference over all bits.
        uint Order(string worker) => Fnv1A.Hash($"{worker}|{stream}|{pass}|turn");
    }

    /// <summary>
    /// How long the pass counter must have stood still for a worker to make the next pass: the interval, and for each
    /// worker that goes before it half of that.
    /// </summary>
    public static TimeSpan Patience(int rank, TimeSpan interval) => interval * (1 + (0.5 * rank));

    private static bool Precedes((uint Order, string Name) left, (uint Order, string Name) right) =>
        left.Order != right.Order ? left.Order < right.Order : string.CompareOrdinal(left.Name, right.Name) < 0;
}
