using DynamoHandlers.Runtime.Tests.Images;
using DynamoHandlers.Streams;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class PageLedgerTests
{
    private const int MiB = PageLedger.PageBytes;

    // Each step: what is done, and with which of the pages or how large a one.
    private static readonly Arbitrary<(int Capacity, (int Action, int Value)[] Steps)> Histories = Gen.Zip(
        Gen.Choose(2 * MiB, 9 * MiB), Gen.Zip(Gen.Choose(0, 4), Gen.Choose(0, MiB)).ArrayOf()).ToArbitrary();

    [Fact]
    public void Never_is_more_used_than_there_is_and_what_can_be_taken_back_is_enough_for_a_fetch() => Check.One(
        Properties.Runs.WithMaxTest(2000), Prop.ForAll(Histories, static history =>
    {
        var ledger = new PageLedger(history.Capacity);
        var fetching = 0;
        var pages = new List<(int Bytes, bool IsKept)>();
        foreach (var (action, value) in history.Steps)
        {
            switch (action)
            {
                case 0 or 1:
                    fetching += ledger.TryReserve() ? 1 : 0;
                    break;
                case 2 when fetching > 0:
                    fetching--;
                    ledger.Fill(value);
                    pages.Add((value, false));
                    break;
                case 4 when pages.Exists(static page => !page.IsKept):
                    var begun = pages.FindIndex(static page => !page.IsKept);
                    pages[begun] = pages[begun] with { IsKept = ledger.TryKeep(pages[begun].Bytes) };
                    break;
                case 3 when pages.Count > 0:
                    var page = pages[value % pages.Count];
                    pages.Remove(page);
                    ledger.Release(page.Bytes, page.IsKept);
                    break;
            }

            Assert.Equal(pages.Sum(static page => (long)page.Bytes) + ((long)fetching * MiB), ledger.Used);
            Assert.Equal(pages.Count + fetching, ledger.Rooms);
            Assert.InRange(ledger.Used, 0, history.Capacity);
            Assert.True(pages.Where(static page => page.IsKept).Sum(static page => (long)page.Bytes) + MiB <= history.Capacity);
        }

        for (; fetching > 0; fetching--)
        {
            ledger.Release();
        }

        pages.ForEach(page => ledger.Release(page.Bytes, page.IsKept));
        Assert.Equal((0, 0, 0), (ledger.Used, ledger.Kept, ledger.Rooms));
    }));

    [Fact]
    public void What_was_given_back_can_be_used_again()
    {
        var ledger = new PageLedger(3 * MiB);
        Assert.True(ledger.TryReserve() && ledger.TryReserve() && ledger.TryReserve());
        Assert.False(ledger.TryReserve());

        ledger.Fill(1000);
        Assert.True(ledger.TryKeep(1000));
        Assert.False(ledger.TryReserve());
        ledger.Release();
        Assert.True(ledger.TryReserve());
        ledger.Release(1000, wasKept: true);
        Assert.Equal(2 * MiB, ledger.Used);
    }

    // The service's limit is one of data, not of the JSON that it comes in.
    [Fact]
    public void A_page_larger_than_the_room_that_was_reserved_counts_in_full_and_others_wait_for_it()
    {
        var ledger = new PageLedger(2 * MiB);
        Assert.True(ledger.TryReserve());

        ledger.Fill(3 * MiB);

        Assert.False(ledger.TryKeep(3 * MiB));
        Assert.Equal(3 * MiB, ledger.Used);
        Assert.False(ledger.TryReserve());
        ledger.Release(3 * MiB, wasKept: false);
        Assert.True(ledger.TryReserve());
    }

    [Theory]
    [InlineData(0, 1024, 1000)] // 1 MiB is one page's fair share.
    [InlineData(1, 1024, 512)]
    [InlineData(7, 1024, 128)]
    [InlineData(511, 1024, 2)]
    [InlineData(511, 1024 * 1024, 1)]
    [InlineData(0, 0, 1000)]
    public void As_many_records_are_asked_for_as_all_that_want_some_could_keep(int waiting, int bytesPerRecord, int expected)
    {
        var ledger = new PageLedger(2 * MiB);
        ledger.TryReserve();

        Assert.Equal(expected, ledger.RecordsToFetch(waiting, bytesPerRecord, max: 1000));
    }
}
