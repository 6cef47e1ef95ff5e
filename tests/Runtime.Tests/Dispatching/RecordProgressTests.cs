using System.Globalization;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Dispatching;

public sealed class RecordProgressTests
{
    // Each record held by one or two, let go in any order, while others begin.
    [Fact]
    public void It_advances_to_the_last_record_before_the_first_that_is_not_done() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (reached, handled) = (0, 0);
            var progress = new RecordProgress((sequence, count) =>
            {
                var now = Number(sequence);
                Assert.True(now > reached);
                (reached, handled) = (now, handled + count);
            });
            var (open, done, begun) = (new List<RecordProgress.Slot>(), new HashSet<int>(), 0);
            while (begun < 50 || open.Count > 0)
            {
                if (begun < 50 && random.Next(2) == 0)
                {
                    var slot = progress.Begin(Sequence(++begun));
                    open.Add(slot);
                    if (random.Next(3) == 0)
                    {
                        slot.Hold();
                        open.Add(slot);
                    }
                }
                else if (open.Count > 0)
                {
                    var slot = open[random.Next(open.Count)];
                    open.Remove(slot);
                    slot.Release();
                    if (!open.Contains(slot))
                    {
                        done.Add(Number(slot.SequenceNumber));
                    }
                }

                var first = Enumerable.Range(1, begun + 1).First(i => !done.Contains(i));
                Assert.Equal(first - 1, reached);
                Assert.Equal(reached, handled);
            }

            Assert.Equal(50, reached);
        }));

    [Fact]
    public void What_is_passed_over_counts_when_what_is_before_is_done_and_is_not_counted_as_handled()
    {
        var told = new List<(int, int)>();
        var progress = new RecordProgress((sequence, count) => told.Add((Number(sequence), count)));
        var first = progress.Begin(Sequence(1));
        progress.Pass(Sequence(2));
        Assert.Empty(told);

        first.Release();

        Assert.Equal([(2, 1)], told);
    }

    [Fact]
    public async Task Whoever_waits_for_room_waits_until_the_first_are_done()
    {
        var progress = new RecordProgress(static (_, _) => { });
        var slots = Enumerable.Range(1, 3).Select(i => progress.Begin(Sequence(i))).ToList();
        Assert.True(progress.WhenFewerAsync(4, TestContext.Current.CancellationToken).IsCompleted);
        var waiting = progress.WhenFewerAsync(3, TestContext.Current.CancellationToken);

        slots[1].Release();
        slots[2].Release();
        Assert.False(waiting.IsCompleted);
        slots[0].Release();
        await waiting;
    }

    private static SequenceNumber Sequence(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(SequenceNumber sequence) => int.Parse(sequence.ToString(), CultureInfo.InvariantCulture);
}
