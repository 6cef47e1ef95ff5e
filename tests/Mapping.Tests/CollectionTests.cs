using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class CollectionTests
{
    [Theory]
    [InlineData("""{"Tags":{"SS":["a","b"]},"Numbers":{"NS":["1","2"]},"Blobs":{"BS":["AQ==","Ag=="]}}""")]
    [InlineData("""{"Tags":{"L":[{"S":"a"},{"S":"b"}]},"Numbers":{"L":[{"N":"1"},{"N":"2"}]},"Blobs":{"L":[{"B":"AQ=="},{"B":"Ag=="}]}}""")]
    public void Lists_are_read_from_lists_and_sets(string json)
    {
        var read = Image.Read(json, CollectionsImage.Read);

        Assert.Equal(["a", "b"], read.Tags);
        Assert.Equal([1, 2], read.Numbers);
        Assert.Equal([[1], [2]], read.Blobs);
    }

    [Fact]
    public void Absent_collections_keep_their_initial_value_and_empty_ones_are_empty()
    {
        var read = Image.Read("""{"Notes":{"L":[]},"Prices":{"M":{}}}""", CollectionsImage.Read);

        Assert.Equal(["initial"], read.Tags);
        Assert.Empty(read.Notes!);
        Assert.Empty(read.Prices);
    }

    [Fact]
    public void NULL_among_the_elements_is_null()
    {
        var read = Image.Read(
            """{"Notes":{"L":[{"NULL":true},{"S":"a"}]},"Holes":{"L":[{"NULL":true},{"N":"1"}]},"Tags":{"L":[{"NULL":true}]}}""",
            CollectionsImage.Read);

        Assert.Equal([null, "a"], read.Notes!);
        Assert.Equal([null, 1], read.Holes);
        Assert.Null(Assert.Single(read.Tags));
    }

    [Fact]
    public void NULL_among_values_that_cannot_be_null_is_an_error()
    {
        var error = Image.Refuses("""{"Strict":{"L":[{"N":"1"},{"NULL":true}]}}""", CollectionsImage.Read);

        Assert.Equal(("Strict[1]", WireType.Null), (error.Attribute, error.WireType));
    }

    [Fact]
    public void Sets_and_maps_are_read()
    {
        var read = Image.Read(
            """{"Ids":{"SS":["6f9619ff-8b86-d011-b42d-00c04fc964ff"]},"Prices":{"M":{"a":{"N":"1.5"},"":{"N":"2"}}}}""",
            CollectionsImage.Read);

        Assert.Equal("6f9619ff-8b86-d011-b42d-00c04fc964ff", Assert.Single(read.Ids).ToString());
        Assert.Equal(new Dictionary<string, decimal> { ["a"] = 1.5m, [""] = 2m }, read.Prices);
    }

    [Fact]
    public void Collections_nest()
    {
        var read = Image.Read(
            """
            {"Nested":{"L":[{"L":[{"N":"1"}]},{"NS":["2","3"]}]},
             "Deep":{"M":{"mon":{"L":[{"L":[{"M":{"Sku":{"S":"a"}}},{"M":{"Quantity":{"N":"2"},"Sku":{"S":"b"}}}]}]}}}}
            """,
            CollectionsImage.Read);

        Assert.Equal([[1], [2, 3]], read.Nested);
        Assert.Equal(
            [new Collections.Line { Sku = "a" }, new Collections.Line { Sku = "b", Quantity = 2 }],
            Assert.Single(read.Deep["mon"]));
    }

    [Fact]
    public void Nested_types_are_read_and_NULL_is_null_or_the_default()
    {
        var there = Image.Read(
            """{"First":{"M":{"Sku":{"S":"a"}}},"Where":{"M":{"X":{"N":"1"},"Y":{"N":"2"}}}}""", CollectionsImage.Read);
        var absent = Image.Read("{}", CollectionsImage.Read);
        var nulls = Image.Read(
            """{"First":{"NULL":true},"Last":{"NULL":true},"Where":{"NULL":true},"Maybe":{"NULL":true}}""",
            CollectionsImage.Read);

        Assert.Equal(("a", new Point(1, 2)), (there.First?.Sku, there.Where));
        Assert.Equal((null, "initial", new Point(1, 1)), (absent.First?.Sku, absent.Last.Sku, absent.Maybe));
        Assert.Equal((null, null, default(Point), null), (nulls.First, nulls.Last, nulls.Where, nulls.Maybe));
    }

    [Fact]
    public void Recursive_types_are_read()
    {
        var read = Image.Read(
            """
            {"Tree":{"M":{"Name":{"S":"root"},"Left":{"M":{"Name":{"S":"left"}}},
             "Children":{"L":[{"M":{"Name":{"S":"child"},"Children":{"L":[{"M":{"Name":{"S":"leaf"}}}]}}}]}}}}
            """,
            CollectionsImage.Read);

        Assert.Equal(("root", "left"), (read.Tree?.Name, read.Tree?.Left?.Name));
        Assert.Equal("leaf", Assert.Single(Assert.Single(read.Tree!.Children).Children).Name);
    }

    [Fact]
    public void An_error_deep_inside_names_the_whole_path()
    {
        var error = Image.Refuses(
            """{"Deep":{"M":{"mon":{"L":[{"L":[{"M":{"Quantity":{"N":"1"}}}]}]}}}}""", CollectionsImage.Read);

        Assert.Equal("Deep.mon[0][0].Sku", error.Attribute);
    }

    [Fact]
    public void A_value_of_another_shape_is_an_error()
    {
        Assert.Equal(typeof(List<string>), Image.Refuses("""{"Tags":{"S":"a"}}""", CollectionsImage.Read).TargetType);
        Assert.Equal(typeof(Collections.Line), Image.Refuses("""{"First":{"S":"a"}}""", CollectionsImage.Read).TargetType);
    }
}
