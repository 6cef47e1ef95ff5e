namespace DynamoHandlers.Mapping.Tests.Diffs;

public sealed class CollectionDiffTests
{
    [Fact]
    public void Objects_in_lists_are_compared_by_position()
    {
        var lines = Delivery.Diff(Lines("Lines", "a:1", "b:1", "c:1"), Lines("Lines", "a:1", "x:1")).Lines;

        Assert.Empty(lines.Added);
        Assert.Equal("c", Assert.Single(lines.Removed).Sku);
        var modified = Assert.Single(lines.Modified);
        Assert.Equal(("b", "x", 1, 1), (modified.Old.Sku, modified.New.Sku, modified.OldIndex, modified.NewIndex));
        Assert.True(modified.Diff.Sku is ("b", "x"));
        Assert.Equal(CartLineFields.Sku, modified.Diff.Changed);
        Assert.Equal((3, 2, true), (lines.Old.Count, lines.New.Count, lines.Changed));
    }

    [Fact]
    public void Objects_in_lists_with_a_key_are_compared_by_it()
    {
        var lines = Delivery.Diff(Lines("ByKey", "a:1", "b:1", "c:1"), Lines("ByKey", "d:4", "c:1", "a:2")).ByKey;

        Assert.Equal("d", Assert.Single(lines.Added).Sku);
        Assert.Equal("b", Assert.Single(lines.Removed).Sku);
        var modified = Assert.Single(lines.Modified);
        Assert.Equal((0, 2), (modified.OldIndex, modified.NewIndex));
        Assert.True(modified.Diff.Quantity is (1, 2));
        Assert.Equal(Presence.Value, modified.Diff.Quantity.OldPresence);
    }

    [Fact]
    public void With_a_key_the_order_is_no_change_of_values()
    {
        var diff = Delivery.Diff(Lines("ByKey", "a:1", "b:1"), Lines("ByKey", "b:1", "a:1"));

        Assert.Equal((CartFields.None, CartFields.ByKey), (diff.Changed, diff.RawChanged));
        Assert.Equal(CartFields.Lines, Delivery.Diff(Lines("Lines", "a:1", "b:1"), Lines("Lines", "b:1", "a:1")).Changed);
    }

    [Fact]
    public void Elements_of_one_key_are_matched_in_their_order()
    {
        var lines = Delivery.Diff(Lines("ByKey", "a:1", "a:2", "a:3"), Lines("ByKey", "a:1", "a:9")).ByKey;

        Assert.Equal(3, Assert.Single(lines.Removed).Quantity);
        Assert.Equal((2, 9), (Assert.Single(lines.Modified).Old.Quantity, lines.Modified[0].New.Quantity));
        Assert.Empty(lines.Added);
    }

    [Fact]
    public void What_an_item_has_of_an_element_is_looked_up_where_the_element_is_on_either_side()
    {
        const string Short = """{"M":{"Sku":{"S":"a"}}}""";
        const string Long = """{"M":{"Sku":{"S":"b"},"Quantity":{"N":"5"}}}""";
        var diff = Delivery.Diff(
            $$"""{"ByKey":{"L":[{{Short}},{{Long}}] } }""", $$"""{"ByKey":{"L":[{{Long}},{{Short}}] } }""");

        Assert.Equal(CartFields.None, diff.Changed);
        Assert.Empty(diff.ByKey.Modified);
    }

    [Fact]
    public void Elements_show_what_the_item_has_and_no_initial_values()
    {
        var lines = Delivery.Diff(
            """{"Lines":{"L":[{"M":{"Sku":{"S":"a"}}}]}}""", """{"Lines":{"L":[{"M":{"Sku":{"S":"a"},"Quantity":{"N":"1"}}}]}}""").Lines;

        Assert.True(Assert.Single(lines.Modified).Diff.Quantity is (null, 1));
    }

    [Theory]
    [InlineData("{}", """{"Lines":{"L":[]},"Labels":{"NULL":true},"Counts":{"M":{}}}""")]
    [InlineData("""{"Tags":{"NULL":true}}""", """{"Tags":{"L":[]}}""")]
    [InlineData("""{"Lines":{"NULL":true}}""", "{}")]
    public void Null_absent_and_empty_are_the_same(string old, string @new)
    {
        var diff = Delivery.Diff(old, @new);

        Assert.Equal(CartFields.None, diff.Changed);
        Assert.NotEqual(CartFields.None, diff.RawChanged);
        Assert.Empty(diff.Lines.Old);
        Assert.Empty(diff.Tags.New);
    }

    [Fact]
    public void Presence_of_a_collection_is_that_of_its_attribute()
    {
        var diff = Delivery.Diff("{}", """{"Tags":{"L":[]},"Labels":{"NULL":true},"Counts":{"M":{}}}""");

        Assert.Equal((Presence.Absent, Presence.Value), (diff.Tags.OldPresence, diff.Tags.NewPresence));
        Assert.Equal((Presence.Absent, Presence.Null), (diff.Labels.OldPresence, diff.Labels.NewPresence));
        Assert.Equal((Presence.Absent, Presence.Value), (diff.Counts.OldPresence, diff.Counts.NewPresence));
        Assert.Equal((Presence.Absent, Presence.Absent), (diff.Lines.OldPresence, diff.Lines.NewPresence));
    }

    [Fact]
    public void Values_in_lists_are_compared_by_position()
    {
        var tags = Delivery.Diff("""{"Tags":{"L":[{"S":"a"},{"S":"b"}]}}""", """{"Tags":{"L":[{"S":"a"},{"S":"x"},{"S":"y"}]}}""").Tags;

        Assert.Equal(["y"], tags.Added);
        Assert.Empty(tags.Removed);
        Assert.Equal([new ElementChange<string>("b", "x", 1, 1)], tags.Modified);
        Assert.True(tags.Changed);
    }

    [Fact]
    public void A_list_that_the_item_holds_as_a_set_has_no_order()
    {
        var tags = Delivery.Diff("""{"Tags":{"SS":["b","c"]}}""", """{"Tags":{"SS":["a","b"]}}""").Tags;

        Assert.Equal(["a"], tags.Added);
        Assert.Equal(["c"], tags.Removed);
        Assert.Empty(tags.Modified);
        Assert.True(tags.Changed);
        Assert.Equal(["a"], Delivery.Diff("{}", """{"Tags":{"SS":["a"]}}""").Tags.Added);
        Assert.False(Delivery.Diff("""{"Tags":{"SS":["a","b"]}}""", """{"Tags":{"SS":["b","a"]}}""").Tags.Changed);
    }

    [Fact]
    public void A_set_that_is_rewritten_as_a_list_had_no_order_to_lose()
    {
        var diff = Delivery.Diff("""{"Tags":{"SS":["a","b"]}}""", """{"Tags":{"L":[{"S":"b"},{"S":"a"}]}}""");
        var more = Delivery.Diff("""{"Tags":{"L":[{"S":"b"},{"S":"a"}]}}""", """{"Tags":{"SS":["a","b","c"]}}""").Tags;

        Assert.Equal((CartFields.None, CartFields.Tags), (diff.Changed, diff.RawChanged));
        Assert.Equal(["c"], more.Added);
        Assert.Empty(more.Modified);
    }

    [Fact]
    public void Sets_are_compared_by_membership()
    {
        var labels = Delivery.Diff("""{"Labels":{"SS":["a","b"]}}""", """{"Labels":{"SS":["c","b"]}}""").Labels;

        Assert.Equal("c", Assert.Single(labels.Added));
        Assert.Equal("a", Assert.Single(labels.Removed));
        Assert.True(labels.Changed);
        Assert.Equal(["a", "b"], labels.Old.Order());
        Assert.Equal(["b", "c"], labels.New.Order());
        Assert.False(Delivery.Diff("""{"Labels":{"SS":["a"]}}""", """{"Labels":{"L":[{"S":"a"}]}}""").Labels.Changed);
    }

    [Fact]
    public void Maps_are_compared_by_key()
    {
        var counts = Delivery.Diff(
            """{"Counts":{"M":{"a":{"N":"1"},"b":{"N":"1"},"c":{"N":"1"}}}}""",
            """{"Counts":{"M":{"b":{"N":"2"},"c":{"N":"1.0"},"d":{"N":"4"}}}}""").Counts;

        Assert.Equal([new("d", 4)], counts.Added);
        Assert.Equal([new("a", 1)], counts.Removed);
        Assert.Equal([new EntryChange<string, int>("b", 1, 2)], counts.Modified);
        Assert.True(counts.Changed);
        Assert.Equal((3, 4), (counts.Old.Count, counts.New["d"]));
    }

    [Fact]
    public void Objects_in_maps_have_diffs()
    {
        var diff = Delivery.Diff(
            """{"Named":{"M":{"a":{"M":{"Quantity":{"N":"1"}}},"b":{"M":{}}}},"ByStatus":{"M":{"Paid":{"M":{"Quantity":{"N":"1"}}}}}}""",
            """{"Named":{"M":{"a":{"M":{}},"b":{"M":{"x":{"N":"1"}}},"c":{"M":{}}}},"ByStatus":{"M":{"1":{"M":{"Quantity":{"N":"2"}}}}}}""");

        var (key, _, _, line) = Assert.Single(diff.Named.Modified);
        Assert.Equal(("a", 1, null), (key, line.Quantity.Old, line.Quantity.New));
        Assert.Equal("c", Assert.Single(diff.Named.Added).Key);
        Assert.Empty(diff.Named.Removed);
        Assert.True(diff.UnmappedChanged);
        Assert.True(Assert.Single(diff.ByStatus.Modified).Diff.Quantity is (1, 2));
    }

    [Fact]
    public void Collections_in_collections_are_compared_by_content()
    {
        const string One = """{"Deep":{"L":[{"L":[{"M":{"Sku":{"S":"a"}}}]},{"L":[]}]}}""";
        const string Other = """{"Deep":{"L":[{"L":[{"M":{"Sku":{"S":"a"},"x":{"N":"1"}}}]},{"L":[{"M":{}}]}]}}""";

        Assert.Equal(1, Assert.Single(Delivery.Diff(One, Other).Deep.Modified).NewIndex);
    }

    [Fact]
    public void Without_images_collections_are_compared_by_what_they_hold()
    {
        var diff = Change.Modify(
            new Cart { Lines = [new CartLine { Sku = "a" }], ByKey = [new CartLine { Sku = "k" }], Tags = ["t"] },
            new Cart { Lines = [new CartLine { Sku = "a" }, null!], ByKey = [new CartLine { Sku = "k", Quantity = 2 }], Tags = null! }).Diff();

        Assert.Equal(CartFields.Lines | CartFields.ByKey | CartFields.Tags, diff.Changed);
        Assert.Null(Assert.Single(diff.Lines.Added));
        Assert.True(Assert.Single(diff.ByKey.Modified).Diff.Quantity is (1, 2));
        Assert.Equal(["t"], diff.Tags.Removed);
    }

    [Fact]
    public void A_diff_that_was_never_made_is_empty()
    {
        var diff = default(CartDiff);

        Assert.Equal((CartFields.None, CartFields.None, false), (diff.Changed, diff.RawChanged, diff.HasChanges));
        Assert.Empty(diff.Lines.Added);
        Assert.Empty(diff.Counts.Modified);
        Assert.Empty(default(SetChange<int>).Removed);
        Assert.Null(diff.Address.City.New);
    }

    private static string Lines(string name, params string[] lines) =>
        $$"""{"{{name}}":{"L":[{{string.Join(',', lines.Select(Line))}}] } }""";

    private static string Line(string line) =>
        $$$$"""{"M":{"Sku":{"S":"{{{{line[..1]}}}}"},"Quantity":{"N":"{{{{line[2..]}}}}"}}}""";
}
