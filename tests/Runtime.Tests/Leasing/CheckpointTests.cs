using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class CheckpointTests
{
    private static readonly Checkpoint[] InOrder =
    [
        Checkpoint.Beginning,
        Checkpoint.AfterRecord(new SequenceNumber("9")),
        Checkpoint.AfterRecord(new SequenceNumber("00010")),
        Checkpoint.AfterRecord(new SequenceNumber("100000000000000000000000000000000000000")),
        Checkpoint.End,
    ];

    [Fact]
    public void They_are_ordered_from_the_beginning_over_the_records_to_the_end()
    {
        for (var i = 0; i < InOrder.Length; i++)
        {
            for (var j = 0; j < InOrder.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(InOrder[i].CompareTo(InOrder[j])));
            }
        }
    }

    [Fact]
    public void Their_text_reads_back()
    {
        foreach (var checkpoint in InOrder)
        {
            Assert.Equal(checkpoint, Checkpoint.TryParse(checkpoint.ToString()));
        }
    }

    [Fact]
    public void The_text_of_a_record_is_as_the_service_wrote_it() => Assert.Equal("00010", InOrder[2].ToString());
}
