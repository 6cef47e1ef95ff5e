namespace DynamoHandlers.Mapping.Tests.Diffs;

public sealed class PropertyDiffTests
{
    [Fact]
    public void What_changed_is_flagged_and_shown_before_and_after()
    {
        var diff = Delivery.Diff(
            """{"Id":{"S":"1"},"Status":{"N":"0"},"Count":{"N":"1"}}""",
            """{"Id":{"S":"1"},"Status":{"N":"1"},"Count":{"N":"1"}}""");

        Assert.Equal(CartFields.Status, diff.Changed);
        Assert.Equal(CartFields.Status, diff.RawChanged);
        Assert.True(diff.Status is (CartStatus.New, CartStatus.Paid));
        Assert.True(diff.Status.Changed);
        Assert.False(diff.Count.Changed);
        Assert.Equal((1, 1), (diff.Count.Old, diff.Count.New));
        Assert.True(diff.HasAny(CartFields.Status | CartFields.Note));
        Assert.False(diff.HasAny(CartFields.Count | CartFields.Note));
        Assert.Equal(("1", "1", "Status"), (diff.Old!.Id, diff.New!.Id, diff.ToString()));
        Assert.Equal("New -> Paid", diff.Status.ToString());
    }

    [Theory]
    [InlineData("{}", Presence.Absent, null)]
    [InlineData("""{"Count":{"NULL":true}}""", Presence.Null, null)]
    [InlineData("""{"Count":{"N":"0"}}""", Presence.Value, 0)]
    [InlineData("""{"Count":{"N":"7"}}""", Presence.Value, 7)]
    public void Absent_NULL_and_the_default_are_three_things(string json, Presence presence, int? value)
    {
        var diff = Delivery.Diff(json, """{"Count":{"N":"9"}}""");

        Assert.Equal((presence, value), (diff.Count.OldPresence, diff.Count.Old));
        Assert.Equal(presence != Presence.Absent, diff.Count.OldPresent);
        Assert.Equal(CartFields.Count, diff.Changed);
    }

    [Theory]
    [InlineData("{}", """{"Count":{"NULL":true}}""", false, true)]
    [InlineData("{}", """{"Count":{"N":"0"}}""", true, true)]
    [InlineData("{}", """{"Count":{"N":"7"}}""", true, true)]
    [InlineData("""{"Flag":{"N":"1"}}""", """{"Flag":{"BOOL":true}}""", false, true)]
    [InlineData("""{"Count":{"N":"1"}}""", """{"Count":{"S":"1"}}""", false, true)]
    [InlineData("""{"Count":{"N":"1"}}""", """{"Count":{"N":"1.0"}}""", false, false)]
    [InlineData("""{"Hash":{"B":"AQ=="}}""", """{"Hash":{"B":"AQ=="}}""", false, false)]
    [InlineData("""{"Hash":{"B":"AQ=="}}""", """{"Hash":{"B":"Ag=="}}""", true, true)]
    [InlineData("""{"Range":{"S":"a"}}""", """{"Range":{"S":"a"}}""", false, false)]
    [InlineData("""{"Range":{"S":"a"}}""", """{"Range":{"S":"b"}}""", true, true)]
    [InlineData("""{"Pair":{"M":{"Item1":{"N":"1"},"Item2":{"S":"x"}}}}""", """{"Pair":{"M":{"Item2":{"S":"x"},"Item1":{"N":"1"}}}}""", false, false)]
    [InlineData("""{"Pair":{"M":{"Item1":{"N":"1"},"Item2":{"S":"x"}}}}""", """{"Pair":{"M":{"Item1":{"N":"2"},"Item2":{"S":"x"}}}}""", true, true)]
    [InlineData("""{"Pet":{"M":{"$type":{"S":"dog"},"Tricks":{"N":"1"}}}}""", """{"Pet":{"M":{"$type":{"S":"dog"},"Tricks":{"N":"2"}}}}""", true, true)]
    [InlineData("""{"Pet":{"M":{"$type":{"S":"dog"},"x":{"N":"1"}}}}""", """{"Pet":{"M":{"$type":{"S":"dog"},"x":{"N":"2"}}}}""", false, true)]
    [InlineData("""{"Pet":{"M":{"$type":{"S":"dog"}}}}""", """{"Pet":{"M":{"$type":{"S":"cat"}}}}""", true, true)]
    public void Values_and_attributes_change_apart(string old, string @new, bool changed, bool rawChanged)
    {
        foreach (var diff in new[] { Delivery.Diff(old, @new), Delivery.Diff(@new, old) })
        {
            Assert.Equal((changed, rawChanged), (diff.HasChanges, diff.RawChanged != CartFields.None));
            Assert.Equal(changed ? diff.RawChanged : CartFields.None, diff.Changed);
            Assert.False(diff.UnmappedChanged);
        }
    }

    [Fact]
    public void What_has_not_changed_raw_has_not_changed_whatever_its_type_thinks_of_equality()
    {
        var diff = Delivery.Diff(
            """{"Range":{"S":"a"},"Count":{"N":"1"}}""", """{"Range":{"S":"\u0061"},"Count":{"N":"2"}}""");

        Assert.NotEqual(diff.Range.Old, diff.Range.New);
        Assert.Equal((CartFields.Count, false), (diff.Changed, diff.Range.Changed));
    }

    [Fact]
    public void Attributes_that_no_member_reads_are_seen_apart()
    {
        var diff = Delivery.Diff("""{"x":{"N":"1"}}""", """{"x":{"N":"2"}}""");

        Assert.True(diff.UnmappedChanged);
        Assert.Equal((CartFields.None, CartFields.None, false), (diff.Changed, diff.RawChanged, diff.HasChanges));
    }

    [Fact]
    public void An_insertion_has_no_old_side()
    {
        var diff = Delivery.Diff(null, """{"Count":{"N":"1"},"Lines":{"L":[{"M":{"Sku":{"S":"a"}}}]},"x":{"N":"1"}}""");

        Assert.Null(diff.Old);
        Assert.Equal((null, 1), (diff.Count.Old, diff.Count.New));
        Assert.False(diff.Status is (_, CartStatus.Paid));
        Assert.Equal((Presence.Absent, Presence.Value), (diff.Count.OldPresence, diff.Count.NewPresence));
        Assert.Equal(CartFields.Count | CartFields.Lines, diff.Changed);
        Assert.Equal(CartFields.Count | CartFields.Lines, diff.RawChanged);
        Assert.Equal("a", Assert.Single(diff.Lines.Added).Sku);
        Assert.True(diff.UnmappedChanged);
        Assert.True(diff.HasChanges);
    }

    [Fact]
    public void A_removal_has_no_new_side()
    {
        var diff = Delivery.Diff("""{"Status":{"N":"0"},"Address":{"M":{"City":{"S":"Bern"}}}}""", null);

        Assert.Null(diff.New);
        Assert.Equal((CartStatus.New, null), (diff.Status.Old, diff.Status.New));
        Assert.Equal(("Bern", null), (diff.Address.City.Old, diff.Address.City.New));
        Assert.Equal(CartFields.Status | CartFields.Address, diff.Changed);
    }

    [Fact]
    public void An_empty_item_that_comes_changes_no_member()
    {
        var diff = Delivery.Diff(null, "{}");

        Assert.Equal((CartFields.None, true), (diff.Changed, diff.HasChanges));
    }

    [Fact]
    public void A_struct_is_null_where_it_is_not()
    {
        var diff = Delivery.Of<Gauge, GaugeDiff>(null, """{"Value":{"N":"3"}}""").Diff;

        Assert.Null(diff.Old);
        Assert.Equal(3, diff.New?.Value);
        Assert.Equal((null, 3), (diff.Value.Old, diff.Value.New));
    }

    [Fact]
    public void Without_images_a_member_that_is_not_null_is_present()
    {
        var change = Change.Modify(new Cart { Note = null }, new Cart { Note = "x", Count = 8 });
        var diff = change.Diff();

        Assert.Equal(CartFields.Note | CartFields.Count, diff.Changed);
        Assert.Equal(diff.Changed, diff.RawChanged);
        Assert.False(diff.UnmappedChanged);
        Assert.Equal((Presence.Absent, Presence.Value), (diff.Note.OldPresence, diff.Note.NewPresence));
        Assert.Equal(Presence.Value, diff.Count.OldPresence);
    }

    [Fact]
    public void Without_images_what_is_made_of_the_same_values_is_the_same()
    {
        var diff = Change.Modify(Full(), Full()).Diff();

        Assert.Equal((CartFields.None, CartFields.None), (diff.Changed & ~CartFields.Range, diff.RawChanged & ~CartFields.Range));
        Assert.True(diff.Range.Changed); // It compares itself by reference.
        Assert.Equal(CartFields.None, Change.Insert(new Cart()).GetDiff().Changed & CartFields.Deep);
    }

    [Fact]
    public void The_diff_is_computed_once_and_can_be_kept()
    {
        var seen = Delivery.Of<Cart, CartDiff>("""{"Note":{"S":"a"}}""", """{"Note":{"NULL":true},"x":{"N":"1"}}""");
        var change = seen.Change!;

        Assert.Same(seen.Diff.Old, change.Diff().Old);
        Assert.Equal((Presence.Value, Presence.Null), (seen.Diff.Note.OldPresence, seen.Diff.Note.NewPresence));
        Assert.True(change.GetDiff().UnmappedChanged);
    }

    [Fact]
    public void Members_named_like_parts_of_the_diff_are_called_property()
    {
        var diff = Change.Modify(new Clash { None = 1 }, new Clash { Changed = 2, Old = 3, None = 1 }).Diff();

        Assert.Equal(ClashFields.Changed | ClashFields.Old, diff.Changed);
        Assert.Equal((2, 3, 1), (diff.ChangedProperty.New, diff.OldProperty.New, diff.None.New));
        Assert.False(diff.HasAny(ClashFields.NoneProperty));
    }

    [Fact]
    public void Values_and_objects_are_compared_by_selectors()
    {
        var change = Change.Modify(Full(), Full() with { Count = 99, Pet = new Cat { Name = "Rex" } });

        Assert.True(change.Changed(static o => o.Count));
        Assert.True(change.Changed(static o => o.Pet));
        Assert.True(change.Changed(static o => o));
        Assert.False(change.Changed(static o => o.Address));
        Assert.False(change.Changed(static o => o.Lines));
        Assert.False(change.Changed(static o => o.ByKey));
        Assert.False(change.Changed(static o => o.Labels));
        Assert.False(change.Changed(static o => o.Named));
        Assert.False(change.Changed(static o => o.Deep));
        Assert.False(change.Changed(static o => o.Where));
        Assert.False(change.Changed(static o => o.Before));
        Assert.False(change.Changed(static o => o.Lines[0]));
        Assert.False(Change.Modify(Full(), Full()).Changed(static o => o.Pet));
        Assert.True(Change.Modify(Full(), Full() with { Before = null }).Changed(static o => o.Before));
    }

    [Fact]
    public void Objects_that_contain_themselves_are_an_error_and_no_crash()
    {
        var (one, other) = (new Place { City = "a" }, new Place { City = "a" });
        (one.Next, other.Next) = (one, other);

        Assert.Throws<InsufficientExecutionStackException>(
            () => Change.Modify(new Cart { Address = one }, new Cart { Address = other }).Diff());
    }

    private static Cart Full() => new()
    {
        Id = "1",
        Hash = [1, 2],
        Address = new Place { City = "Bern", Next = new Place() },
        Where = new Coordinates { X = 1 },
        Before = new Coordinates { Y = 2 },
        Lines = [new CartLine { Sku = "a" }],
        ByKey = [new CartLine { Sku = "b" }],
        Labels = ["x", "y"],
        Counts = new() { ["k"] = 1 },
        Named = new() { ["n"] = new CartLine { Sku = "c" } },
        ByStatus = new() { [CartStatus.Paid] = new CartLine() },
        Deep = [[new CartLine { Sku = "d" }], []],
        Parent = new Cart { Id = "parent" },
        Pet = new Dog { Name = "Rex", Tricks = 3 },
        Stamp = new Stamp { By = "me" },
        Range = new Interval("a"),
        Pair = (1, "x"),
    };
}
