using System.Globalization;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>What a shard iterator holds; to callers it is an opaque text.</summary>
/// <param name="StreamArn">The stream.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="After">The sequence number after which to read.</param>
/// <param name="IssuedAt">When it was issued: it lives for 15 minutes.</param>
/// <param name="Era">Counts how often all iterators were made to expire before.</param>
internal sealed record ShardIterator(string StreamArn, string ShardId, long After, DateTimeOffset IssuedAt, int Era)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public static ShardIterator? TryParse(string text) =>
        text.Split('|') is [var arn, var shard, var after, var issued, var era]
        && long.TryParse(after, CultureInfo.InvariantCulture, out var position)
        && long.TryParse(issued, CultureInfo.InvariantCulture, out var ticks)
        && int.TryParse(era, CultureInfo.InvariantCulture, out var expiries)
            ? new ShardIterator(arn, shard, position, new DateTimeOffset(ticks, TimeSpan.Zero), expiries)
            : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{StreamArn}|{ShardId}|{After}|{IssuedAt.UtcTicks}|{Era}");
}
