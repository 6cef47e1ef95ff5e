using DynamoHandlers.Streams;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class PollPaceTests
{
    private static readonly PollPace Pace = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

    [Fact]
    public void A_full_page_is_followed_at_once() =>
        Assert.Equal(TimeSpan.Zero, Pace.Next(TimeSpan.FromSeconds(1), records: 1000, limit: 1000));

    [Fact]
    public void Some_records_bring_the_pace_back_to_its_quickest() =>
        Assert.Equal(Pace.Min, Pace.Next(TimeSpan.FromSeconds(1), records: 1, limit: 1000));

    [Fact]
    public void Empty_pages_double_the_delay_up_to_the_longest()
    {
        var delays = new List<double>();
        var delay = TimeSpan.Zero;
        for (var i = 0; i < 6; i++)
        {
            delay = Pace.Next(delay, records: 0, limit: 1000);
            delays.Add(delay.TotalMilliseconds);
        }

        Assert.Equal([100, 200, 400, 800, 1000, 1000], delays);
    }
}
