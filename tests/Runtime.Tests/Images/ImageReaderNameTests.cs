using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderNameTests
{
    [Fact]
    public void A_name_is_read_as_any_type_that_a_text_is_read_as_and_its_value_after_it()
    {
        Assert.Equal((-5, "v"), Entry("-5", static (ref ImageReader r) => r.ReadInt32()));
        Assert.Equal((ulong.MaxValue, "v"), Entry("18446744073709551615", static (ref ImageReader r) => r.ReadUInt64()));
        Assert.Equal((DayOfWeek.Friday, "v"), Entry("Friday", static (ref ImageReader r) => r.ReadEnum<DayOfWeek>()));
        Assert.Equal((DayOfWeek.Friday, "v"), Entry("5", static (ref ImageReader r) => r.ReadEnum<DayOfWeek>()));
        Assert.Equal((Guid.Empty, "v"), Entry(Guid.Empty.ToString(), static (ref ImageReader r) => r.ReadGuid()));
        Assert.Equal((new DateOnly(2024, 1, 2), "v"), Entry("2024-01-02", static (ref ImageReader r) => r.ReadDateOnly()));
        Assert.Equal((true, "v"), Entry("true", static (ref ImageReader r) => r.ReadBoolean()));
        Assert.Equal(('"', "v"), Entry("\\\"", static (ref ImageReader r) => r.ReadChar()));
        Assert.Equal(((Int128)7, "v"), Entry("\\u0037", static (ref ImageReader r) => r.ReadInt128()));
        Assert.Equal(("n", "v"), Entry("n", static (ref ImageReader r) => r.ReadString()));
    }

    [Fact]
    public void Names_and_values_take_turns_in_nested_maps()
    {
        var reader = new ImageReader("""{"1":{"M":{"2":{"N":"3"},"4":{"L":[{"N":"5"}]}}},"6":{"NULL":true}}"""u8);
        var read = new List<int>();
        Read(ref reader, read);

        Assert.Equal([1, 2, 3, 4, 5, 6], read);

        static void Read(ref ImageReader reader, List<int> read)
        {
            reader.BeginMap(typeof(object));
            while (reader.NextAttribute())
            {
                reader.BeginName();
                read.Add(reader.ReadInt32());
                switch (reader.WireType)
                {
                    case WireType.Map:
                        Read(ref reader, read);
                        break;
                    case WireType.List:
                        reader.BeginList(typeof(object));
                        while (reader.NextElement())
                        {
                            read.Add(reader.ReadInt32());
                        }

                        break;
                    case WireType.Null:
                        Assert.True(reader.TryReadNull());
                        break;
                    default:
                        read.Add(reader.ReadInt32());
                        break;
                }
            }
        }
    }

    [Fact]
    public void A_name_that_is_no_key_is_an_error_with_path_and_type()
    {
        var error = Assert.Throws<MappingException>(static () =>
        {
            var reader = new ImageReader("""{"counts":{"M":{"1":{"N":"1"},"many":{"BOOL":true}}}}"""u8);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.BeginMap(typeof(object));
            while (reader.NextAttribute())
            {
                reader.BeginName();
                reader.ReadInt32();
                reader.Skip();
            }
        });

        Assert.Equal(
            "The name of attribute 'counts.many' cannot be the key of type System.Int32: it is not a number.",
            error.Message);
        Assert.Equal(("counts.many", WireType.Boolean, typeof(int)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Equal(45, error.Offset);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_an_error_with_path_and_type()
    {
        var error = Assert.Throws<MappingException>(static () =>
        {
            var reader = new ImageReader("""{"01":{"N":"1"}}"""u8);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.BeginName();
            reader.ReadInt32();
            reader.ThrowDuplicateKey(typeof(int));
        });

        Assert.Equal(("01", WireType.Number, typeof(int)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Contains("the same key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_out_of_turn_is_refused()
    {
        Assert.Throws<InvalidOperationException>(static () => new ImageReader("{}"u8).BeginName());
        Assert.Throws<InvalidOperationException>(static () =>
        {
            var reader = AtFirst("""{"a":{"L":[{"S":"x"}]}}""");
            reader.BeginList(typeof(object));
            reader.NextElement();
            reader.BeginName();
        });
        Assert.Throws<InvalidOperationException>(static () =>
        {
            var reader = AtFirst("""{"a":{"S":"x"}}""");
            reader.BeginName();
            reader.BeginName();
        });
        Assert.Throws<InvalidOperationException>(static () =>
        {
            var reader = AtFirst("""{"a":{"S":"x"}}""");
            reader.BeginName();
            reader.Skip();
        });
        Assert.Throws<InvalidOperationException>(static () =>
        {
            var reader = AtFirst("""{"a":{"S":"x"}}""");
            reader.BeginName();
            reader.NextAttribute();
        });
    }

    private static ImageReader AtFirst(string image)
    {
        var reader = new ImageReader(Encoding.UTF8.GetBytes(image));
        reader.BeginMap(typeof(object));
        reader.NextAttribute();
        return reader;
    }

    private static (T Name, string Value) Entry<T>(string name, Reading.Read<T> read)
    {
        var reader = AtFirst($$"""{"{{name}}":{"S":"v"} }""");
        reader.BeginName();
        var key = read(ref reader);
        var value = reader.ReadString();
        Assert.False(reader.NextAttribute());
        return (key, value);
    }
}
