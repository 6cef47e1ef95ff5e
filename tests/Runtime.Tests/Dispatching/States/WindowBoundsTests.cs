using DynamoHandlers.Dispatching.States;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Dispatching.States;

public sealed class WindowBoundsTests
{
    [Theory]
    [InlineData(0, 60, 0, 60)]
    [InlineData(59, 60, 0, 60)]
    [InlineData(60, 60, 60, 120)]
    [InlineData(1_763_661_601, 3600, 1_763_661_600, 1_763_665_200)]
    public void A_window_begins_and_ends_at_a_whole_multiple_of_its_length(long at, long size, long start, long end)
    {
        var open = default(WindowBounds).Open(at, size);
        Assert.Equal((start, end), (open.Start, open.End(size)));
        Assert.False(open.IsOver(end - 1, size));
        Assert.True(open.IsOver(end, size));
    }

    [Fact]
    public void A_window_of_another_length_than_before_ends_at_a_multiple_of_the_new_one()
    {
        var bounds = default(WindowBounds).Open(90, 60).Close(60).Open(125, 50);
        Assert.Equal((120, 150), (bounds.Start, bounds.End(50)));
    }

    [Fact]
    public void Nothing_ends_where_no_window_is_open()
    {
        Assert.False(default(WindowBounds).IsOver(long.MaxValue, 60));
        Assert.Throws<InvalidOperationException>(static () => default(WindowBounds).End(60));
    }

    // Whatever the times of changes are, in order or not: windows follow one another and no change is in a closed one.
    [Fact]
    public void Windows_never_overlap_nor_come_again() => Prop.ForAll(
        Gen.Choose(0, 500).ListOf().ToArbitrary(),
        Gen.Choose(1, 90).ToArbitrary(),
        static (times, size) =>
        {
            var bounds = default(WindowBounds);
            var last = 0L;
            foreach (var at in times)
            {
                bounds = bounds.IsOver(at, size) ? bounds.Close(size) : bounds;
                Assert.True(bounds.Until >= last);
                bounds = bounds.Open(at, size);
                Assert.True(bounds.Start >= bounds.Until && bounds.End(size) > bounds.Start);
                Assert.True(at < bounds.End(size) || bounds.Start == bounds.Until);
                last = bounds.Until;
            }
        }).QuickCheckThrowOnFailure();
}
