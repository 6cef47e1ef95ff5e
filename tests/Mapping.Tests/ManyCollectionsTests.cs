using System.Collections;
using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class ManyCollectionsTests
{
    private static readonly KeyValuePair<string, int>[] Pairs = [new("a", 1), new("b", 2), new("c", 3)];

    [Theory]
    [InlineData("""{"L":[{"N":"3"},{"N":"1"},{"N":"2"}]}""")]
    [InlineData("""{"NS":["3","1","2"]}""")]
    [InlineData("""{"SS":["3","1","2"]}""")]
    public void Every_list_keeps_the_order_of_its_elements(string value) => Assert.All(
        Properties(value, ManyListsImage.Read),
        static p => Assert.Equal([3, 1, 2], Assert.IsAssignableFrom<IEnumerable<int>>(p.Value)));

    [Theory]
    [InlineData("""{"L":[{"N":"3"},{"N":"1"},{"N":"2"},{"N":"1"}]}""")]
    [InlineData("""{"NS":["3","1","2"]}""")]
    public void Every_set_has_each_element_once(string value) => Assert.All(
        Properties(value, ManySetsImage.Read),
        static p => Assert.Equal([1, 2, 3], Assert.IsAssignableFrom<IEnumerable<int>>(p.Value).Order()));

    [Fact]
    public void Every_map_has_all_keys() => Assert.All(
        Properties("""{"M":{"c":{"N":"3"},"a":{"N":"1"},"b":{"N":"2"}}}""", ManyMapsImage.Read),
        static p => Assert.Equal(
            Pairs, Assert.IsAssignableFrom<IEnumerable<KeyValuePair<string, int>>>(p.Value).OrderBy(static e => e.Key)));

    [Fact]
    public void Empty_ones_are_empty_and_NULL_is_null()
    {
        Assert.All(Properties("""{"L":[]}""", ManyListsImage.Read), static p => Assert.Empty((IEnumerable)p.Value!));
        Assert.All(Properties("""{"L":[]}""", ManySetsImage.Read), static p => Assert.Empty((IEnumerable)p.Value!));
        Assert.All(Properties("""{"M":{}}""", ManyMapsImage.Read), static p => Assert.Empty((IEnumerable)p.Value!));
        Assert.All(
            Properties("""{"NULL":true}""", ManyListsImage.Read).Where(static p => p.Key != "ImmutableArray"),
            static p => Assert.Null(p.Value));
        Assert.True(Image.Read("""{"ImmutableArray":{"NULL":true}}""", ManyListsImage.Read).ImmutableArray.IsDefault);
    }

    [Theory]
    [InlineData("""{"N":"1"}""")]
    [InlineData("""{"S":"1"}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"BOOL":true}""")]
    public void A_value_that_is_no_list_is_an_error(string value) => Assert.All(
        typeof(ManyLists).GetProperties(),
        p =>
        {
            var error = Image.Refuses($$"""{"{{p.Name}}":{{value}}}""", ManyListsImage.Read);
            Assert.Equal(
                (p.Name, Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType), (error.Attribute, error.TargetType));
        });

    [Fact]
    public void The_first_element_is_the_top_of_a_stack() =>
        Assert.Equal(7, Image.Read("""{"Stack":{"L":[{"N":"7"},{"N":"8"}]}}""", ManyListsImage.Read).Stack!.Peek());

    [Fact]
    public void Collections_of_the_users_are_filled_as_what_they_derive_from()
    {
        var keyed = Image.Read("""{"Keyed":{"L":[{"N":"5"},{"N":"6"}]}}""", ManyListsImage.Read).Keyed!;

        Assert.Equal((5, 6), (keyed[10], keyed[12]));
    }

    [Theory]
    [InlineData("""{"NS":["0","1"]}""")]
    [InlineData("""{"L":[{"BOOL":true},{"N":"0"}]}""")]
    public void A_set_of_booleans_is_read_from_both_of_the_SDKs_forms(string value) =>
        Assert.Equal([false, true], Image.Read($$"""{"Flags":{{value}}}""", ManyElementsImage.Read).Flags.Order());

    [Fact]
    public void Collections_of_every_type_nest()
    {
        var read = Image.Read(
            """
            {"Matrix":{"L":[{"L":[{"S":"a"},{"NULL":true}]},{"SS":["b"]}]},
             "Lines":{"M":{"x":{"L":[{"M":{"Sku":{"S":"1"}}}]}}},
             "Links":{"L":[{"L":[{"S":"urn:1"},{"S":"urn:2"}]},{"L":[]}]},
             "Streams":{"BS":["AQ=="]}, "Letters":{"SS":["a","b"]}, "Colors":{"L":[{"S":"Green"},{"NULL":true},{"N":"0"}]}}
            """,
            ManyElementsImage.Read);

        Assert.Equal([["a", null], ["b"]], read.Matrix.Select(static row => row.ToArray()));
        Assert.Equal(new Collections.Line { Sku = "1" }, Assert.Single(read.Lines["x"]));
        Assert.Equal([2, 0], read.Links.Select(static l => l.Count));
        Assert.Equal(new Uri("urn:1"), read.Links.Peek().Peek());
        Assert.Equal([1], Assert.Single(read.Streams).ToArray());
        Assert.Equal(['a', 'b'], read.Letters);
        Assert.Equal([null, Color.Red, Color.Green], read.Colors);
    }

    private static Dictionary<string, object?> Properties<T>(string value, ImageMapper<T> mapper)
    {
        var properties = typeof(T).GetProperties();
        var json = string.Join(',', properties.Select(p => $"\"{p.Name}\":{value}"));
        var read = Image.Read($"{{{json}}}", mapper);
        return properties.ToDictionary(static p => p.Name, p => p.GetValue(read));
    }
}
