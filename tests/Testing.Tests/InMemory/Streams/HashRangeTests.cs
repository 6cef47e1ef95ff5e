using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Tests.InMemory.Streams;

public sealed class HashRangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void The_space_is_divided_without_gaps_or_overlaps(int count)
    {
        var ranges = HashRange.Divide(count).ToList();

        Assert.Equal((count, 0UL, ulong.MaxValue), (ranges.Count, ranges[0].First, ranges[^1].Last));
        Assert.All(ranges.Zip(ranges.Skip(1)), static pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Fact]
    public void Halves_cover_the_whole_down_to_single_hashes()
    {
        var range = HashRange.Divide(1).Single();
        while (range.First != range.Last)
        {
            var (lower, upper) = range.Halve();
            Assert.Equal((range.First, lower.Last + 1, range.Last), (lower.First, upper.First, upper.Last));
            range = upper;
        }

        Assert.Throws<InvalidOperationException>(() => range.Halve());
    }

    [Fact]
    public void A_key_has_the_same_hash_in_every_process() =>
        Assert.Equal(5267876955464718757UL, HashRange.Hash(new StringValue("order-1")));
}
