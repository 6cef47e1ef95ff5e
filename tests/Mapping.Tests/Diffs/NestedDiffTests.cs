namespace DynamoHandlers.Mapping.Tests.Diffs;

public sealed class NestedDiffTests
{
    [Fact]
    public void A_nested_object_has_a_diff_of_its_own()
    {
        var diff = Delivery.Diff(
            """{"Address":{"M":{"City":{"S":"Bern"},"Street":{"S":"A"},"Next":{"M":{"City":{"S":"Ulm"}}}}}}""",
            """{"Address":{"M":{"City":{"S":"Bern"},"Next":{"M":{"City":{"S":"Rom"}}}}}}""");

        Assert.Equal(CartFields.Address, diff.Changed);
        Assert.Equal(PlaceFields.Street | PlaceFields.Next, diff.Address.Changed);
        Assert.Equal(("A", null, Presence.Absent), (diff.Address.Street.Old, diff.Address.Street.New, diff.Address.Street.NewPresence));
        Assert.True(diff.Address.Next.City is ("Ulm", "Rom"));
        Assert.False(diff.Address.Next.Next.HasChanges);
    }

    [Theory]
    [InlineData("{}", """{"Address":{"M":{}}}""", true, true)]
    [InlineData("""{"Address":{"NULL":true}}""", """{"Address":{"M":{}}}""", true, true)]
    [InlineData("""{"Address":{"NULL":true}}""", "{}", false, true)]
    [InlineData("""{"Where":{"M":{}}}""", "{}", true, true)]
    [InlineData("""{"Before":{"M":{"X":{"N":"0"}}}}""", """{"Before":{"M":{}}}""", true, true)]
    [InlineData("""{"Address":{"M":{"City":{"S":"nowhere"}}}}""", """{"Address":{"M":{}}}""", true, true)]
    [InlineData("""{"Address":{"M":{"x":{"S":"1"}}}}""", """{"Address":{"M":{}}}""", false, true)]
    public void An_object_that_comes_or_goes_changes(string old, string @new, bool changed, bool rawChanged)
    {
        foreach (var diff in new[] { Delivery.Diff(old, @new), Delivery.Diff(@new, old) })
        {
            Assert.Equal((changed, rawChanged), (diff.Changed != CartFields.None, diff.RawChanged != CartFields.None));
        }
    }

    [Fact]
    public void Attributes_that_no_member_reads_are_seen_within_objects()
    {
        var diff = Delivery.Diff(
            """{"Address":{"M":{"Next":{"M":{"x":{"S":"1"}}}}}}""", """{"Address":{"M":{"Next":{"M":{"x":{"S":"2"}}}}}}""");

        Assert.True(diff.UnmappedChanged);
        Assert.True(diff.Address.UnmappedChanged);
        Assert.True(diff.Address.Next.UnmappedChanged);
        Assert.Equal(PlaceFields.Next, diff.Address.RawChanged);
        Assert.Equal(PlaceFields.None, diff.Address.Changed);
    }

    [Fact]
    public void A_flattened_object_has_a_diff_though_its_attributes_lie_around_it()
    {
        var diff = Delivery.Diff(
            """{"By":{"S":"me"},"At":{"N":"1"},"x":{"N":"1"}}""", """{"By":{"NULL":true},"At":{"N":"1"},"x":{"N":"1"}}""");

        Assert.Equal((CartFields.Stamp, CartFields.Stamp), (diff.Changed, diff.RawChanged));
        Assert.Equal(StampFields.By, diff.Stamp.Changed);
        Assert.Equal(("me", null, Presence.Null), (diff.Stamp.By.Old, diff.Stamp.By.New, diff.Stamp.By.NewPresence));
        Assert.False(diff.UnmappedChanged);
        Assert.False(diff.Stamp.UnmappedChanged);
    }

    [Fact]
    public void A_recursive_type_has_diffs_at_every_depth()
    {
        var diff = Delivery.Diff(
            """{"Parent":{"M":{"Parent":{"M":{"Count":{"N":"1"}}}}}}""", """{"Parent":{"M":{"Parent":{"M":{"Count":{"N":"2"}}}}}}""");

        Assert.True(diff.Parent.Parent.Count is (1, 2));
        Assert.Equal((CartFields.Parent, CartFields.Parent), (diff.Changed, diff.Parent.Changed));
        Assert.False(diff.Parent.Parent.Parent.HasChanges);
        Assert.Null(diff.Parent.Parent.Parent.Old);
    }
}
