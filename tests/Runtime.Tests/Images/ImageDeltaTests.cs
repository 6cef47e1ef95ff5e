using System.Text;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageDeltaTests
{
    private static readonly ImageShape Line = new(ImageAttribute.Value("sku"), ImageAttribute.Value("qty"));

    private static readonly ImageShape Order = new(
        ImageAttribute.Value("id"),
        ImageAttribute.Object("first", static () => Line),
        ImageAttribute.List("lines", static () => Line),
        ImageAttribute.Map("by", static () => Line));

    [Fact]
    public void Every_answer_is_that_of_the_values_themselves() => ForAll(static images =>
    {
        var old = images.Image();
        var @new = images.Change(images.Change(old));
        Check(NaiveShape.Everything, old, @new, Delta(NaiveShape.Everything, images, old, @new), depth: 0);
        Check(NaiveShape.Everything, @new, old, Delta(NaiveShape.Everything, images, @new, old), depth: 0);
        Check(NaiveShape.Everything, null, @new, Delta(NaiveShape.Everything, images, null, @new), depth: 0);
    });

    [Fact]
    public void Another_way_to_write_an_image_is_no_change() => ForAll(static images =>
    {
        var image = images.Image();
        var delta = Delta(NaiveShape.Everything, images, image, image);

        Assert.False(delta.UnmappedChanged);
        Assert.All(Indices(NaiveShape.Everything), i => Assert.False(delta.RawChanged(i)));
    });

    [Fact]
    public void An_attribute_is_absent_or_NULL_or_has_a_value()
    {
        var delta = Compare(Order, """{"id":{"NULL":true},"first":{"S":"odd"}}""", """{"id":{"S":""}}""");

        Assert.Equal((Presence.Null, Presence.Value), (delta.OldPresence(0), delta.NewPresence(0)));
        Assert.Equal((Presence.Value, Presence.Absent), (delta.OldPresence(1), delta.NewPresence(1)));
        Assert.Equal((Presence.Absent, Presence.Absent), (delta.OldPresence(2), delta.NewPresence(2)));
    }

    [Fact]
    public void Elements_of_lists_are_found_by_position_and_entries_of_maps_by_name()
    {
        var delta = Compare(
            Order,
            """{"lines":{"L":[{"M":{"sku":{"S":"a"}}},{"NULL":true}]},"by":{"M":{"x":{"M":{"qty":{"N":"1"}}}}}}""",
            """{"lines":{"L":[{"M":{}},{"M":{"sku":{"S":"a"}}}]},"by":{"M":{"x":{"M":{"qty":{"N":"2"}}}}}}""");

        Assert.True(delta.Element(2, 0, 0).RawChanged(0));
        Assert.False(delta.Element(2, 0, 1).RawChanged(0));
        Assert.Equal(Presence.Absent, delta.Element(2, 1, 1).OldPresence(0));
        Assert.Equal(Presence.Value, delta.Element(2, -1, 1).NewPresence(0));
        Assert.Equal(Presence.Absent, delta.Element(2, 7, -1).OldPresence(0));
        Assert.True(delta.Entry(3, "x").RawChanged(1));
        Assert.Equal(Presence.Absent, delta.Entry(3, "y").OldPresence(1));
    }

    [Theory]
    [InlineData("""{"x":{"S":"1"}}""", """{"x":{"S":"2"}}""", true)]
    [InlineData("""{"x":{"N":"1"}}""", """{"x":{"N":"1.0"}}""", false)]
    [InlineData("""{"id":{"S":"1"}}""", """{"id":{"S":"2"}}""", false)]
    [InlineData("""{"first":{"M":{"x":{"S":"1"}}}}""", """{"first":{"M":{"x":{"S":"2"}}}}""", true)]
    [InlineData("""{"first":{"M":{"sku":{"S":"1"}}}}""", """{"first":{"NULL":true}}""", false)]
    [InlineData("""{"lines":{"L":[{"M":{"x":{"S":"1"}}}]}}""", """{"lines":{"L":[{"M":{}}]}}""", true)]
    [InlineData("""{"lines":{"L":[{"M":{"sku":{"S":"1"}}}]}}""", """{"lines":{"L":[]}}""", false)]
    [InlineData("""{"by":{"M":{"k":{"M":{"x":{"S":"1"}}}}}}""", "{}", true)]
    public void Attributes_that_no_member_reads_are_compared_at_every_level(string old, string @new, bool changed)
    {
        Assert.Equal(changed, Compare(Order, old, @new).UnmappedChanged);
        Assert.Equal(changed, Compare(Order, @new, old).UnmappedChanged);
    }

    [Theory]
    [InlineData("""{"id":{"SS":["a"]}}""", """{"id":{"NS":["1"]}}""", true)]
    [InlineData("""{"id":{"BS":["AQ=="]}}""", "{}", true)]
    [InlineData("""{"id":{"NULL":true}}""", """{"id":{"SS":["a"]}}""", true)]
    [InlineData("""{"id":{"L":[]}}""", """{"id":{"SS":["a"]}}""", true)]
    [InlineData("""{"id":{"L":[]}}""", "{}", false)]
    [InlineData("{}", "{}", false)]
    public void What_is_a_set_on_either_side_has_no_order(string old, string @new, bool isSet)
    {
        Assert.Equal(isSet, Compare(Order, old, @new).IsSet(0));
        Assert.Equal(isSet, Compare(Order, @new, old).IsSet(0));
    }

    [Fact]
    public void It_keeps_the_bytes_that_it_was_made_of()
    {
        var image = """{"id":{"S":"kept"}}"""u8.ToArray();
        var delta = ImageDelta.Create(Order, image, image);
        image.AsSpan().Clear();

        Assert.False(delta.RawChanged(0));
        Assert.Equal(Presence.Value, delta.OldPresence(0));
    }

    [Fact]
    public void Equal_bytes_are_compared_without_allocating()
    {
        var image = """{"id":{"S":"1"},"first":{"M":{}},"lines":{"L":[]}}"""u8.ToArray();
        var other = """{"id":{"S":"1"},"first":{"M":{}},"lines":{"L":[]},"x":{"N":"1"}}"""u8.ToArray();
        var delta = ImageDelta.Create(Order, image, other);
        delta.RawChanged(0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = delta.RawChanged(0) || delta.RawChanged(1) || delta.RawChanged(2);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.False(changed);
    }

    // What is within is compared as long as there is something.
    private static void Check(NaiveShape shape, Attribute? old, Attribute? @new, ImageDelta delta, int depth)
    {
        Assert.Equal(shape.Unread(old) != shape.Unread(@new), delta.UnmappedChanged);
        foreach (var i in Indices(shape))
        {
            var member = shape.Members[i];
            if (member.Kind == ImageAttributeKind.Flattened)
            {
                CheckFlattened(member.Shape!(), old, @new, delta.Nested(i), delta.RawChanged(i));
                Assert.Equal(HasAny(member.Shape!(), old), delta.OldPresence(i) == Presence.Value);
                Assert.Equal(HasAny(member.Shape!(), @new), delta.NewPresence(i) == Presence.Value);
                continue;
            }

            var (left, right) = (Get(old, member.Name), Get(@new, member.Name));
            Assert.Equal((PresenceOf(left), PresenceOf(right)), (delta.OldPresence(i), delta.NewPresence(i)));
            Assert.Equal(left?.Canonical != right?.Canonical, delta.RawChanged(i));
            Assert.False(delta.IsSame(i) && delta.RawChanged(i));
            if (depth < 4)
            {
                CheckWithin(member, left, right, delta, i, depth + 1);
            }
        }
    }

    private static void CheckFlattened(
        NaiveShape shape, Attribute? old, Attribute? @new, ImageDelta delta, bool rawChanged)
    {
        var changed = Indices(shape)
            .Where(i => Get(old, shape.Members[i].Name)?.Canonical != Get(@new, shape.Members[i].Name)?.Canonical)
            .ToList();
        Assert.Equal(changed, Indices(shape).Where(delta.RawChanged));
        Assert.Equal(changed.Count > 0, rawChanged);
    }

    private static void CheckWithin(
        NaiveShape.Member member, Attribute? old, Attribute? @new, ImageDelta delta, int index, int depth)
    {
        if (member.Kind == ImageAttributeKind.Object)
        {
            Check(member.Shape!(), old as Attribute.M, @new as Attribute.M, delta.Nested(index), depth);
        }
        else if (member.Kind == ImageAttributeKind.List && (old, @new) is (Attribute.L left, Attribute.L right))
        {
            for (var i = 0; i < left.Values.Count; i++)
            {
                for (var j = 0; j < right.Values.Count; j++)
                {
                    Check(
                        member.Shape!(),
                        left.Values[i] as Attribute.M,
                        right.Values[j] as Attribute.M,
                        delta.Element(index, i, j),
                        depth);
                }
            }
        }
        else if (member.Kind == ImageAttributeKind.Map && (old, @new) is (Attribute.M before, Attribute.M after))
        {
            foreach (var name in before.Values.Keys.Union(after.Values.Keys))
            {
                Check(
                    member.Shape!(),
                    Get(before, name) as Attribute.M,
                    Get(after, name) as Attribute.M,
                    delta.Entry(index, name),
                    depth);
            }
        }
    }

    private static bool HasAny(NaiveShape shape, Attribute? map) =>
        shape.Members.Any(m => PresenceOf(Get(map, m.Name)) == Presence.Value);

    private static Presence PresenceOf(Attribute? value) =>
        value is null ? Presence.Absent : value is Attribute.Null ? Presence.Null : Presence.Value;

    private static Attribute? Get(Attribute? map, string name) => (map as Attribute.M)?.Values.GetValueOrDefault(name);

    private static IEnumerable<int> Indices(NaiveShape shape) => Enumerable.Range(0, shape.Members.Length);

    private static ImageDelta Delta(NaiveShape shape, RandomImages images, Attribute.M? old, Attribute.M? @new) =>
        ImageDelta.Create(
            shape.ToShape(), old is null ? [] : images.Encode(old), @new is null ? [] : images.Encode(@new));

    private static ImageDelta Compare(ImageShape shape, string old, string @new) =>
        ImageDelta.Create(shape, Encoding.UTF8.GetBytes(old), Encoding.UTF8.GetBytes(@new));

    private static void ForAll(Action<RandomImages> property) =>
        Prop.ForAll(
            Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
            seed => property(new(seed))).Check(Properties.Runs.WithMaxTest(2000));
}
