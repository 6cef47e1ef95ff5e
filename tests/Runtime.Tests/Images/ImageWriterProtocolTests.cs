using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageWriterProtocolTests
{
    /// <summary>Steps of which the last is out of turn.</summary>
    public static TheoryData<Action<ImageWriter>> OutOfTurn => new()
    {
        static w => w.WriteInt32(1),
        static w => w.WriteName("a"u8),
        static w => w.BeginList(),
        static w => w.BeginSet(),
        static w => w.EndMap(),
        static w => w.EndList(),
        static w => w.ToArray(),
        static w => { w.BeginMap(); w.BeginMap(); },
        static w => { w.BeginMap(); w.WriteInt32(1); },
        static w => { w.BeginMap(); w.WriteBoolean(true); },
        static w => { w.BeginMap(); w.WriteNull(); },
        static w => { w.BeginMap(); w.ToArray(); },
        static w => { w.BeginMap(); w.EndList(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.WriteName("b"u8); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.EndMap(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.EndList(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginName(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.WriteInt32(1); w.WriteInt32(2); },
        static w => { w.BeginMap(); w.BeginName(); w.WriteNull(); },
        static w => { w.BeginMap(); w.BeginName(); w.BeginMap(); },
        static w => { w.BeginMap(); w.BeginName(); w.WriteBytes([1]); },
        static w => { w.BeginMap(); w.BeginName(); w.EndMap(); },
        static w => { w.BeginMap(); w.WriteOptionalName("a"u8); w.EndMap(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginList(); w.WriteName("b"u8); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginList(); w.EndMap(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginSet(); w.BeginMap(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginSet(); w.BeginSet(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginSet(); w.EndMap(); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginSet(); w.WriteInt128(1); },
        static w => { w.BeginMap(); w.WriteName("a"u8); w.BeginSet(); w.WriteName("b"u8); },
        static w => { w.BeginMap(); w.EndMap(); w.BeginMap(); },
        static w => { w.BeginMap(); w.EndMap(); w.EndMap(); },
    };

    [Theory]
    [MemberData(nameof(OutOfTurn))]
    public void A_call_out_of_turn_is_an_error(Action<ImageWriter> steps)
    {
        using var writer = new ImageWriter();

        var error = Assert.Throws<InvalidOperationException>(() => steps(writer));

        Assert.Contains("out of turn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_image_is_an_empty_map() => Assert.Equal("{}", Writing.Image(static _ => { }));

    [Fact]
    public void Names_and_values_alternate() => Assert.Equal(
        """{"a":{"N":"1"},"é\"":{"M":{"b":{"L":[{"S":"x"},{"L":[]},{"M":{}},{"NULL":true}]}}},"c":{"BOOL":true}}""",
        Writing.Image(static w =>
        {
            w.WriteName("a"u8);
            w.WriteInt32(1);
            w.WriteName("é\"");
            w.BeginMap();
            w.WriteOptionalName("b"u8);
            w.BeginList();
            w.WriteString("x");
            w.BeginList();
            w.EndList();
            w.BeginMap();
            w.EndMap();
            w.WriteNull();
            w.EndList();
            w.EndMap();
            w.WriteName("c"u8);
            w.WriteBoolean(true);
        }));

    [Fact]
    public void Keys_of_dictionaries_are_written_as_names()
    {
        var image = Writing.Image(
            static w =>
            {
                Write(w, static w => w.WriteInt64(-5));
                Write(w, static w => w.WriteGuid(Guid.Empty));
                Write(w, static w => w.WriteEnum(DayOfWeek.Friday));
                Write(w, static w => w.WriteEnum((DayOfWeek)99));
                Write(w, static w => w.WriteBoolean(true));
                Write(w, static w => w.WriteInt128(-1));
                Write(w, static w => w.WriteUInt128(UInt128.MaxValue));
                Write(w, static w => w.WriteDateOnly(new(2026, 2, 3)));
                Write(w, static w => w.WriteChar('x'));
                Write(w, static w => w.WriteString(""));
            },
            ConversionSchema.V1);

        Assert.Equal(
            """
            {"-5":{"N":"1"},"00000000-0000-0000-0000-000000000000":{"N":"1"},"Friday":{"N":"1"},"99":{"N":"1"},
            "true":{"N":"1"},"-1":{"N":"1"},"340282366920938463463374607431768211455":{"N":"1"},"2026-02-03":{"N":"1"},
            "x":{"N":"1"},"":{"N":"1"}}
            """.ReplaceLineEndings(""),
            image);

        static void Write(ImageWriter writer, Action<ImageWriter> key)
        {
            writer.BeginName();
            key(writer);
            writer.WriteInt32(1);
        }
    }

    [Fact]
    public void An_error_names_the_path()
    {
        var deep = Writing.Failure(static w =>
        {
            w.BeginMap();
            w.WriteName("b"u8);
            w.BeginList();
            w.WriteInt32(1);
            w.WriteDouble(double.NaN);
        });
        var inSet = Writing.Failure(static w =>
        {
            w.BeginSet();
            w.WriteDouble(1);
            w.WriteDouble(double.NaN);
        });
        var optional = Assert.Throws<MappingException>(() => Writing.Image(static w =>
        {
            w.WriteOptionalName("o"u8);
            w.WriteString("\ud800");
        }));

        Assert.Equal(("a.b[1]", "a[1]", "o"), (deep.Attribute, inSet.Attribute, optional.Attribute));
    }

    [Fact]
    public void An_image_nests_32_levels_and_no_more()
    {
        var at31 = Writing.Value(static w => Nest(w, 31));
        Assert.Equal(31, at31.Split("\"L\"").Length - 1);
        var reader = new ImageReader(Encoding.UTF8.GetBytes($$"""{"a":{{at31}}}"""));
        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        reader.Skip();

        var error = Writing.Failure(static w => Nest(w, 32));

        Assert.Equal("a" + string.Concat(Enumerable.Repeat("[0]", 31)), error.Attribute);
        Assert.Contains("32 levels", error.Message, StringComparison.Ordinal);

        static void Nest(ImageWriter writer, int levels)
        {
            writer.BeginList();
            if (levels > 1)
            {
                Nest(writer, levels - 1);
            }

            writer.EndList();
        }
    }
}
