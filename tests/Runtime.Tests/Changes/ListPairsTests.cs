using DynamoHandlers.Diffs;
using DynamoHandlers.Runtime.Tests.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Changes;

public sealed class ListPairsTests
{
    [Fact]
    public void Without_a_key_elements_pair_up_by_position()
    {
        Assert.Equal([(0, 0), (1, -1)], ListPairs.ByPosition(2, 1));
        Assert.Equal([(0, 0), (-1, 1)], ListPairs.ByPosition(1, 2));
        Assert.Empty(ListPairs.ByPosition(0, 0));
    }

    [Fact]
    public void With_a_key_they_pair_up_by_it_and_what_was_removed_comes_last() => Assert.Equal(
        [(2, 0), (-1, 1), (0, 2), (1, -1)],
        ListPairs.ByKey(["a", "b", "c"], ["c", "x", "a"], static text => text));

    [Fact]
    public void Elements_of_one_key_pair_up_in_their_order() => Assert.Equal(
        [(0, 0), (2, 1), (-1, 2), (1, -1)],
        ListPairs.ByKey(["a", "b", "a"], ["a", "a", "a"], static text => text));

    [Fact]
    public void No_element_and_no_key_are_a_key_too() => Assert.Equal(
        [(0, 0), (1, 1), (2, -1)],
        ListPairs.ByKey<string?>(["", null, "b"], [null, ""], static text => text!.Length == 0 ? null : text));

    [Fact]
    public void Every_element_is_in_exactly_one_pair_and_pairs_have_one_key() => Prop.ForAll<int[], int[]>(
        static (old, @new) =>
        {
            var pairs = ListPairs.ByKey(old, @new, static n => n % 3).ToList();
            Assert.Equal(Enumerable.Range(0, old.Length), pairs.Select(static p => p.Old).Where(static i => i >= 0).Order());
            Assert.Equal(Enumerable.Range(0, @new.Length), pairs.Select(static p => p.New).Where(static i => i >= 0));
            Assert.All(
                pairs.Where(static p => p is { Old: >= 0, New: >= 0 }),
                p => Assert.Equal(old[p.Old] % 3, @new[p.New] % 3));
            Assert.All(
                Enumerable.Range(-2, 5),
                key => Assert.Equal(
                    Math.Min(old.Count(n => n % 3 == key), @new.Count(n => n % 3 == key)),
                    pairs.Count(p => p is { Old: >= 0, New: >= 0 } && old[p.Old] % 3 == key)));
        }).Check(Properties.Runs);
}
