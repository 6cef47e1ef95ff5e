using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class LeaseKeyTests
{
    private static readonly LeaseKey Key = new(new("Orders", "2026-01-01T00:00:00.000"), "shardId-00000001-abcdef");

    [Fact]
    public void The_sort_key_reads_back() => Assert.Equal(Key, LeaseKey.TryParse(Key.SortKey));

    // The bucket is part of stored rows: it must never change. The number is from the published FNV-1a 32 of the text.
    [Fact]
    public void The_bucket_is_stable()
    {
        Assert.Equal("Orders/2026-01-01T00:00:00.000/shardId-00000001-abcdef", Key.SortKey);
        Assert.Equal(5, Key.Bucket);
    }

    [Fact]
    public void The_buckets_are_about_equally_full()
    {
        var counts = Enumerable.Range(0, 16_000)
            .Select(static i => new LeaseKey(new("T", "L"), $"shardId-{i:d20}-{i * 7919:x8}").Bucket)
            .CountBy(static bucket => bucket)
            .ToDictionary();

        Assert.Equal(LeaseKey.Buckets, counts.Count);
        Assert.All(counts.Values, static count => Assert.InRange(count, 800, 1200));
    }

    [Fact]
    public void A_stream_is_known_by_its_arn()
    {
        var stream = StreamKey.FromArn("arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000");

        Assert.Equal(new StreamKey("Orders", "2026-01-01T00:00:00.000"), stream);
    }

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-west-1:123456789012:table/Orders")]
    [InlineData("Orders")]
    public void What_is_no_stream_arn_is_refused(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => StreamKey.FromArn(text)).Message, StringComparison.Ordinal);
}
