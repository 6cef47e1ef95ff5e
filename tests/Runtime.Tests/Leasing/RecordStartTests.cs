using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class RecordStartTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void Without_a_rewind_the_start_of_the_stream_counts(int minutes, bool isTooOld) =>
        Assert.Equal(isTooOld, new RecordStart(Noon, null, default).IsAfter(Noon.AddMinutes(minutes), new("5")));

    [Theory]
    [InlineData(-1, "10", true)]
    [InlineData(0, "10", false)]
    [InlineData(-1, "11", false)]
    public void After_a_rewind_to_a_time_only_what_had_been_done_is_passed_over(int minutes, string number, bool isTooOld)
    {
        var start = new RecordStart(null, Noon, Checkpoint.AfterRecord(new SequenceNumber("10")));

        Assert.Equal(isTooOld, start.IsAfter(Noon.AddMinutes(minutes), new(number)));
    }

    [Theory]
    [InlineData(-90, "10", true)]
    [InlineData(-90, "11", true)]
    [InlineData(-30, "10", false)]
    [InlineData(-30, "11", false)]
    public void A_rewind_to_before_the_start_of_the_stream_brings_what_is_before_that(int minutes, string number, bool isTooOld)
    {
        var start = new RecordStart(Noon, Noon.AddHours(-1), Checkpoint.AfterRecord(new SequenceNumber("10")));

        Assert.Equal(isTooOld, start.IsAfter(Noon.AddMinutes(minutes), new(number)));
    }
}
