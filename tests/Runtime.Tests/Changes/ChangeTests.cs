using System.Collections.Immutable;
using System.Text;
using DynamoHandlers.Diffs;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Changes;

public sealed class ChangeTests
{
    private static readonly ImageShape Shape = new(ImageAttribute.Value("n"));

    [Fact]
    public void Values_are_compared_as_they_compare_themselves()
    {
        var change = Change.Modify(new Item(1, "a", [1]), new Item(2, "a", [1]));

        Assert.True(change.Changed(static o => o.Number));
        Assert.False(change.Changed(static o => o.Text));
        Assert.False(change.Changed(static o => o.Bytes));
        Assert.True(change.Changed(static o => (o.Number, o.Text)));
        Assert.True(Change.Modify(new Item(1, "a", [1]), new Item(1, "a", [2])).Changed(static o => o.Bytes));
    }

    [Fact]
    public void Of_an_insertion_or_a_removal_every_value_that_is_there_has_changed()
    {
        Assert.True(Change.Insert(new Item(0, null, null)).Changed(static o => o.Number));
        Assert.False(Change.Insert(new Item(0, null, null)).Changed(static o => o.Text));
        Assert.True(Change.Remove(new Item(0, "", null)).Changed(static o => o.Text));
        Assert.Throws<ArgumentNullException>(() => Change.Remove(new Item(0, "", null)).Changed<int>(null!));
    }

    [Fact]
    public void Collections_that_were_added_are_compared_by_content_and_null_is_empty()
    {
        StructuralEquality.AddList<ImmutableArray<byte[]?>, byte[]?>();
        StructuralEquality.AddSet<HashSet<byte[]>, byte[]>();
        StructuralEquality.AddMap<SortedDictionary<string, byte[]>, string, byte[]>();

        Assert.True(StructuralEquality.AreEqual<ImmutableArray<byte[]?>>([[1], null], [[1], null]));
        Assert.True(StructuralEquality.AreEqual<ImmutableArray<byte[]?>>(default, []));
        Assert.False(StructuralEquality.AreEqual<ImmutableArray<byte[]?>>([[1], null], [null, [1]]));
        Assert.True(StructuralEquality.AreEqual<HashSet<byte[]>>([[1], [2]], [[2], [1]]));
        Assert.False(StructuralEquality.AreEqual<HashSet<byte[]>>([[1], [2]], [[1], [3]]));
        Assert.False(StructuralEquality.AreEqual<HashSet<byte[]>>([[1], [2]], [[1]]));
        Assert.True(StructuralEquality.AreEqual(null, new SortedDictionary<string, byte[]>()));
        Assert.True(StructuralEquality.AreEqual(Map("a", 1), Map("a", 1)));
        Assert.False(StructuralEquality.AreEqual(Map("a", 1), Map("a", 2)));
        Assert.False(StructuralEquality.AreEqual(Map("a", 1), Map("b", 1)));

        static SortedDictionary<string, byte[]> Map(string key, byte value) => new() { [key] = [value] };
    }

    [Fact]
    public void What_holds_bytes_is_compared_by_the_bytes()
    {
        Assert.True(StructuralEquality.AreEqual<ReadOnlyMemory<byte>>(new byte[] { 1 }, new byte[] { 1 }));
        Assert.False(StructuralEquality.AreEqual<ReadOnlyMemory<byte>?>(new byte[] { 1 }, null));
        Assert.True(StructuralEquality.AreEqual(new MemoryStream([1]), new MemoryStream([1])));
        Assert.False(StructuralEquality.AreEqual(new MemoryStream([1]), new MemoryStream([2])));
        Assert.False(StructuralEquality.AreEqual(Array.Empty<byte>(), null));
    }

    [Fact]
    public void A_diff_that_was_asked_for_outlives_its_record()
    {
        var change = Delivered(out var page);
        var diff = change.ComputeDiff<NumberDiff>(Shape);
        page.Dispose();

        Assert.Equal((1, null), (diff.Number.Old, diff.Number.New));
        Assert.Equal((Presence.Value, Presence.Null), (diff.Number.OldPresence, diff.Number.NewPresence));
        Assert.Equal((1, null), (change.ComputeDiff<NumberDiff>(Shape).Number.Old, diff.Number.New));
    }

    [Fact]
    public void A_diff_that_is_asked_for_after_the_record_is_gone_is_refused_with_an_explanation()
    {
        var change = Delivered(out var page);
        page.Dispose();

        var error = Assert.Throws<InvalidOperationException>(() => change.ComputeDiff<NumberDiff>(Shape));
        Assert.Contains("Ask for it in the handler", error.Message, StringComparison.Ordinal);
    }

    private static Change<Item> Delivered(out RecordPage page)
    {
        page = RecordPage.Parse(Encoding.UTF8.GetBytes(
            """
            {"Records":[{"eventID":"e","eventName":"MODIFY","dynamodb":{"SequenceNumber":"1","Keys":{},
             "OldImage":{"n":{"N":"1"}},"NewImage":{"n":{"NULL":true}}}}]}
            """));
        var source = new DeliverySource("arn", "Items", "shard", "worker");
        return new HandlerCall(page[0], source, 1, null!, default).CreateChange(
            static image => new Item(image.IndexOf("NULL"u8) < 0 ? 1 : 0, null, null));
    }

    private sealed record Item(int Number, string? Text, byte[]? Bytes);

    private readonly struct NumberDiff(DiffSource<Item> source) : IEntityDiff<NumberDiff, Item>
    {
        public PropertyChange<int?> Number => source.Property<int?>(0, static item => item.Number);

        public bool HasChanges => Number.Changed;

        public static NumberDiff Create(in DiffSource<Item> source) => new(source);
    }
}
