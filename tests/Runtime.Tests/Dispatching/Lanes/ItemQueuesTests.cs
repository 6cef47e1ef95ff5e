using DynamoHandlers.Dispatching.Lanes;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Lanes;

public sealed class ItemQueuesTests
{
    // Whatever is added, taken and ended in whatever order.
    [Fact]
    public void Of_an_item_one_is_taken_at_a_time_in_order_and_nothing_is_forgotten() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var queues = new ItemQueues<(string Item, int Number)>();
            var (underWay, last, added, ended) = (new List<(string Item, int Number)>(), new Dictionary<string, int>(), 0, 0);
            for (var step = 0; step < 200 || queues.Count > 0; step++)
            {
                if (step < 200 && random.Next(2) == 0)
                {
                    var item = $"item-{random.Next(4)}";
                    queues.Add(item, (item, ++added));
                }
                else if (random.Next(2) == 0 && queues.TryTake(out var taken, out var work))
                {
                    Assert.Equal(work.Item, taken);
                    Assert.DoesNotContain(underWay, other => other.Item == taken);
                    Assert.True(last.GetValueOrDefault(taken) < work.Number);
                    last[taken] = work.Number;
                    underWay.Add(work);
                }
                else if (underWay.Count > 0)
                {
                    var done = underWay[random.Next(underWay.Count)];
                    underWay.Remove(done);
                    queues.End(done.Item);
                    ended++;
                }
            }

            Assert.Equal(added, ended);
        }));

    [Fact]
    public void Ready_work_of_other_items_goes_before_the_next_of_an_item()
    {
        var queues = new ItemQueues<int>();
        queues.Add("a", 1);
        queues.Add("a", 2);
        queues.Add("b", 3);
        Assert.True(queues.TryTake(out var item, out var work));
        Assert.Equal(("a", 1), (item, work));
        queues.End("a");

        Assert.True(queues.TryTake(out item, out work));
        Assert.Equal(("b", 3), (item, work));
        Assert.True(queues.TryTake(out item, out work));
        Assert.Equal(("a", 2), (item, work));
        Assert.False(queues.TryTake(out _, out _));
    }

    [Fact]
    public void What_was_not_taken_can_be_taken_out()
    {
        var queues = new ItemQueues<int>();
        queues.Add("a", 1);
        queues.Add("a", 2);
        queues.Add("b", 3);
        queues.TryTake(out _, out _);

        Assert.Equal([2, 3], queues.Clear().Order());
        Assert.Equal(1, queues.Count);
        queues.End("a");
        Assert.Equal(0, queues.Count);
        Assert.False(queues.TryTake(out _, out _));
    }
}
