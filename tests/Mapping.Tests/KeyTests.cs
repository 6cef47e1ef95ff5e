using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class KeyTests
{
    private const string Id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    [Theory]
    [InlineData("I8", "-8", "256")]
    [InlineData("U8", "8", "-1")]
    [InlineData("I16", "-16", "32768")]
    [InlineData("U16", "16", "65536")]
    [InlineData("I32", "-32", "2147483648")]
    [InlineData("U32", "32", "")]
    [InlineData("I64", "-64", "1.5")]
    [InlineData("U64", "18446744073709551615", "18446744073709551616")]
    [InlineData("I128", "170141183460469231731687303715884105727", "x")]
    [InlineData("Flag", "True", "yes")]
    [InlineData("Letter", "ü", "ab")]
    [InlineData("Guid", Id, "6f9619ff")]
    [InlineData("Date", "2024-02-29", "2023-02-29")]
    [InlineData("Color", "Green", "green")]
    public void Keys_of_every_type_are_read_and_what_is_none_is_an_error(string property, string key, string wrong)
    {
        var read = Image.Read($$"""{"{{property}}":{"M":{"{{key}}":{"S":"v"} } } }""", ManyKeysImage.Read);
        var map = (System.Collections.IDictionary)typeof(ManyKeys).GetProperty(property)!.GetValue(read)!;
        Assert.Equal([key], map.Keys.Cast<object>().Select(Text));
        Assert.Equal(["v"], map.Values.Cast<string>());

        var error = Image.Refuses($$"""{"{{property}}":{"M":{"{{wrong}}":{"S":"v"} } } }""", ManyKeysImage.Read);
        Assert.Equal(
            ($"{property}.{wrong}", map.GetType().GetGenericArguments()[0]), (error.Attribute, error.TargetType));
    }

    [Fact]
    public void Keys_of_an_enum_are_read_from_names_and_numbers()
    {
        var read = Image.Read("""{"Color":{"M":{"Red":{"S":"a"},"7":{"S":"b"},"99":{"S":"c"} } } }""", ManyKeysImage.Read);

        Assert.Equal([(Color.Red, "a"), (Color.Green, "b"), ((Color)99, "c")], read.Color.Select(static e => (e.Key, e.Value)));
    }

    [Theory]
    [InlineData("I32", "1", "01")]
    [InlineData("Color", "Red", "0")]
    [InlineData("Guid", Id, "6F9619FF-8B86-D011-B42D-00C04FC964FF")]
    [InlineData("Flag", "true", "TRUE")]
    public void Two_names_of_one_key_are_an_error(string property, string one, string other)
    {
        var error = Image.Refuses(
            $$"""{"{{property}}":{"M":{"{{one}}":{"S":"a"},"{{other}}":{"S":"b"} } } }""", ManyKeysImage.Read);

        Assert.Equal($"{property}.{other}", error.Attribute);
        Assert.Contains("the same key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_of_maps_have_keys_of_their_own()
    {
        var read = Image.Read(
            """{"Nested":{"M":{"2":{"M":{"Red":{"NS":["1"]},"7":{"L":[]}}},"1":{"M":{}}}}}""", ManyKeysImage.Read);

        Assert.Equal([1, 2], read.Nested.Keys);
        Assert.Equal([1], read.Nested[2][Color.Red]);
        Assert.Empty(read.Nested[2][Color.Green]);
    }

    private static string Text(object key) => key is DateOnly date
        ? date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture)!;
}
