using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderErrorTests
{
    [Fact]
    public void The_message_names_path_wire_type_text_and_NET_type()
    {
        var error = Assert.Throws<MappingException>(() => { ReadPrices("""{"S":"abc"}"""u8); });

        Assert.Equal(
            "Attribute 'lines[2].price' has wire type S (\"abc\") and cannot be read as System.Decimal: it is not a number.",
            error.Message);
        Assert.Equal("lines[2].price", error.Attribute);
        Assert.Equal(WireType.String, error.WireType);
        Assert.Equal(typeof(decimal), error.TargetType);
    }

    [Fact]
    public void A_missing_attribute_is_named_with_the_map_that_lacks_it()
    {
        var error = Assert.Throws<MappingException>(() => { ReadPrices(""u8); });

        Assert.Equal("Attribute 'lines[2].price' is missing and is required as System.Decimal.", error.Message);
        Assert.Equal("lines[2].price", error.Attribute);
        Assert.Equal(WireType.None, error.WireType);
    }

    [Fact]
    public void A_missing_attribute_of_the_item_itself_has_just_its_name()
    {
        var error = Assert.Throws<MappingException>(static () =>
        {
            var reader = new ImageReader("""{"x":{"M":{}}}"""u8);
            reader.BeginMap(typeof(object));
            while (reader.NextAttribute())
            {
                reader.Skip();
            }

            reader.ThrowMissing("id", typeof(string));
        });

        Assert.Equal("id", error.Attribute);
        Assert.Equal("""{"x":{"M":{}}""".Length, error.Offset);
    }

    [Fact]
    public void Long_texts_are_shortened()
    {
        var error = Reading.Failure(
            $$"""{"S":"{{new string('x', 39)}}😀{{new string('x', 1000)}}"}""", static (ref ImageReader r) => r.ReadInt32());

        Assert.Contains($"(\"{new string('x', 39)}…\")", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"N":"1.5"}""", "has wire type N (1.5) and")]
    [InlineData("""{"BOOL":true}""", "has wire type BOOL (true) and")]
    [InlineData("""{"B":"AQ=="}""", "has wire type B (\"AQ==\") and")]
    [InlineData("""{"NULL":true}""", "has wire type NULL and")]
    [InlineData("""{"L":[{"S":"x"}]}""", "has wire type L and")]
    [InlineData("""{"M":{"x":{"S":"x"}}}""", "has wire type M and")]
    public void Values_of_other_types_are_shown_as_they_are(string value, string expected) =>
        Assert.Contains(
            expected,
            Reading.Failure(value, static (ref ImageReader r) => r.ReadInt32()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Entering_what_is_no_map_or_no_list_is_an_error()
    {
        Assert.Equal(typeof(Uri), Reading.Failure("""{"L":[]}""", static (ref ImageReader r) =>
        {
            r.BeginMap(typeof(Uri));
            return 0;
        }).TargetType);
        Reading.Failure("""{"M":{}}""", static (ref ImageReader r) =>
        {
            r.BeginList(typeof(int[]));
            return 0;
        });
    }

    [Theory]
    [InlineData("""{"S":"x"}""", 10)]
    [InlineData("""{"M":{"b":{"N":"x"}}}""", 10)]
    [InlineData("""{"X":"x"}""", 6)]
    [InlineData("""{"S":"\x"}""", 10)]
    [InlineData("""{"S":"1" """, 15)]
    public void The_offset_of_the_fault_is_given(string value, int offset) =>
        Assert.Equal(offset, Reading.Failure(value, static (ref ImageReader r) => r.ReadInt32()).Offset);

    [Fact]
    public void The_element_of_a_set_is_named_by_its_index()
    {
        var error = Reading.Failure("""{"SS":["1","x"]}""", static (ref ImageReader r) =>
        {
            r.BeginList(typeof(int[]));
            while (r.NextElement())
            {
                r.ReadInt32();
            }

            return 0;
        });

        Assert.Equal("a[1]", error.Attribute);
    }

    [Fact]
    public void The_record_can_be_added()
    {
        var error = Reading.Failure("""{"S":"x"}""", static (ref ImageReader r) => r.ReadInt32());

        error.SetRecord("Orders", """{"pk":{"S":"1"}}""", "shardId-1", "100");

        Assert.Equal(
            "Attribute 'a' has wire type S (\"x\") and cannot be read as System.Int32: it is not a number. "
            + "Table 'Orders', key {\"pk\":{\"S\":\"1\"}}, shard shardId-1, sequence number 100.",
            error.Message);
        Assert.Equal(("Orders", "shardId-1", "100"), (error.TableName, error.ShardId, error.SequenceNumber));
    }

    private static decimal ReadPrices(ReadOnlySpan<byte> lastPrice)
    {
        byte[] image =
        [
            .. """{"id":{"S":"1"},"x":{"M":{"y":{"L":[{"S":"z"}]}}},"lines":{"L":[{"M":{"price":{"N":"1"}}},{"M":{"price":{"N":"2"}}},{"M":{"sku":{"S":"s"}"""u8,
            .. lastPrice.IsEmpty ? ""u8 : ",\"price\":"u8,
            .. lastPrice,
            .. "}}]}}"u8,
        ];
        var reader = new ImageReader(image);
        var sum = 0m;
        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            if (!reader.IsNamed("lines"u8))
            {
                reader.Skip();
                continue;
            }

            reader.BeginList(typeof(object));
            while (reader.NextElement())
            {
                sum += ReadLine(ref reader);
            }
        }

        return sum;
    }

    private static decimal ReadLine(ref ImageReader reader)
    {
        decimal? price = null;
        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            if (reader.IsNamed("price"u8))
            {
                price = reader.ReadDecimal();
            }
            else
            {
                reader.Skip();
            }
        }

        if (price is null)
        {
            reader.ThrowMissing("price", typeof(decimal));
        }

        return price.Value;
    }
}
