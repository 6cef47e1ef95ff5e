using DynamoHandlers.Dispatching.Batches;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Batches;

public sealed class BatchOutcomeTests
{
    [Fact]
    public void What_comes_after_a_failure_of_the_same_item_is_withheld_and_nothing_else() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var changes = Enumerable.Range(0, random.Next(20)).Select(_ => (Key: $"{random.Next(5)}", Fails: random.Next(4) == 0)).ToArray();

            var outcome = BatchOutcome.Of(changes.Length, i => changes[i].Fails, i => changes[i].Key);

            bool IsBlocked(int i) => changes[..i].Any(other => other.Key == changes[i].Key && other.Fails);
            var all = Enumerable.Range(0, changes.Length).ToArray();
            Assert.Equal(all.Where(IsBlocked), outcome.Withheld);
            Assert.Equal(all.Where(i => changes[i].Fails && !IsBlocked(i)), outcome.Failed);
            Assert.Equal(all.Where(i => !changes[i].Fails && !IsBlocked(i)), outcome.Done);
        }));
}
