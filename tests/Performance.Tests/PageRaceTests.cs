namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>
/// That reading a page has not become much slower: ratios within one run, far from what is measured on a quiet machine
/// (docs/performance.md), so that a busy one does not fail them. Bytes are exact anywhere.
/// </summary>
public sealed class PageRaceTests
{
    [Fact]
    public void A_page_is_read_faster_than_by_the_SDK_and_allocates_little_but_its_entities()
    {
        using var race = new PageRace();
        Candidate.Race(race.All, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

        AssertAtLeast(4, race.ByContext.Fastest / race.Ours.Fastest, "as fast as the SDK with DynamoDBContext");
        AssertAtLeast(1.5, race.ByHand.Fastest / race.Ours.Fastest, "as fast as the SDK, mapped by hand");
        AssertAtLeast(0.33, race.Tokens.Fastest / race.Ours.Fastest, "as fast as the tokens alone");
        AssertAtLeast(1.4, race.Ours.Fastest / race.Filtered.Fastest, "as fast with a filter as without");
        AssertAtLeast(1 / 1.1, (double)race.Entities.Allocated / race.Ours.Allocated, "the bytes of the entities of what is allocated");
        Assert.InRange(race.Filtered.Allocated, 0, OrderPage.Records / OrderPage.StatusChangesEvery * 2500);
    }

    private static void AssertAtLeast(double least, double ratio, string what) =>
        Assert.True(ratio >= least, $"{ratio:F2} times {what}; at least {least:F2} is wanted.");
}
