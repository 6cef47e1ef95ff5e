using System.Text;
using System.Text.Json;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImagePropertyTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    [Fact]
    public void Every_way_to_write_an_image_reads_as_the_same_values() => ForAll(static (images, _) =>
    {
        var image = images.Image();
        for (var way = 0; way < 3; way++)
        {
            Assert.Equal(image.Canonical, Read(images.Encode(image)).Canonical);
        }
    });

    [Fact]
    public void Nothing_changes_when_an_image_is_written_in_another_way() => ForAll(static (images, _) =>
    {
        var image = images.Image();
        var (one, other) = (images.Encode(image), images.Encode(image));

        foreach (var name in image.Values.Keys)
        {
            Assert.False(ImageComparer.Changed(one, other, Encoding.UTF8.GetBytes(name)), name);
        }
    });

    [Fact]
    public void An_attribute_changes_exactly_if_its_NET_value_does() => ForAll(static (images, _) =>
    {
        var before = images.Image();
        var after = images.Change(before);
        var (old, @new) = (images.Encode(before), images.Encode(after));
        var (naiveOld, naiveNew) = (ReadNaively(old), ReadNaively(@new));

        foreach (var name in before.Values.Keys.Union(after.Values.Keys).Append("never there"))
        {
            var expected = naiveOld.GetValueOrDefault(name)?.Canonical != naiveNew.GetValueOrDefault(name)?.Canonical;
            var utf8Name = Encoding.UTF8.GetBytes(name);
            Assert.Equal(expected, ImageComparer.Changed(old, @new, utf8Name));
            Assert.Equal(expected, ImageComparer.Changed(@new, old, utf8Name));
            Assert.False(ImageComparer.Changed(old, old, utf8Name));
        }
    });

    [Fact]
    public void A_damaged_image_is_an_error_unless_it_is_still_an_image() => ForAll(static (images, random) =>
    {
        var image = images.Encode(images.Image());
        var damaged = Damage.Do(image, random);
        var isRead = true;
        try
        {
            Read(damaged);
        }
        catch (MappingException)
        {
            isRead = false;
        }

        Assert.True(!isRead || IsJson(damaged), Encoding.UTF8.GetString(damaged));
        try
        {
            ImageComparer.Changed(image, damaged, "a"u8);
            ImageComparer.Changed(damaged, image, "b"u8);
        }
        catch (MappingException)
        {
        }
    });

    [Fact]
    public void Skipping_accepts_what_is_JSON_and_only_that() => ForAll(static (images, random) =>
    {
        var damaged = Damage.Do(images.Encode(images.Image()), random);
        var isSkipped = true;
        try
        {
            new ImageReader(damaged).Skip();
        }
        catch (MappingException)
        {
            isSkipped = false;
        }

        Assert.Equal(IsJson(damaged, JsonValueKind.Object), isSkipped);
    });

    private static void ForAll(Action<RandomImages, Random> property) =>
        Prop.ForAll(
            Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
            seed => property(new RandomImages(seed), new Random(seed))).Check(Properties.Runs.WithMaxTest(3000));

    private static Attribute.M Read(byte[] image)
    {
        var reader = new ImageReader(image);
        return (Attribute.M)Read(ref reader);
    }

    private static Attribute Read(ref ImageReader reader)
    {
        switch (reader.WireType)
        {
            case WireType.Map:
                var values = new Dictionary<string, Attribute>();
                reader.BeginMap(typeof(object));
                while (reader.NextAttribute())
                {
                    var name = reader.GetName();
                    values[name] = Read(ref reader);
                }

                return new Attribute.M(values);
            case WireType.List:
                return new Attribute.L(ReadElements(ref reader));
            case WireType.StringSet:
                return new Attribute.Set("SS", ReadElements(ref reader));
            case WireType.NumberSet:
                return new Attribute.Set("NS", ReadElements(ref reader));
            case WireType.BinarySet:
                return new Attribute.Set("BS", ReadElements(ref reader));
            case WireType.String:
                return new Attribute.S(reader.ReadString());
            case WireType.Number:
                return Attribute.ReadNumber(reader.ReadCanonicalNumber());
            case WireType.Binary:
                return new Attribute.B(reader.ReadBytes());
            case WireType.Boolean:
                return new Attribute.Bool(reader.ReadBoolean());
            default:
                Assert.True(reader.TryReadNull());
                return new Attribute.Null();
        }
    }

    private static List<Attribute> ReadElements(ref ImageReader reader)
    {
        var elements = new List<Attribute>();
        reader.BeginList(typeof(object));
        while (reader.NextElement())
        {
            elements.Add(Read(ref reader));
        }

        return elements;
    }

    private static IReadOnlyDictionary<string, Attribute> ReadNaively(byte[] image)
    {
        using var document = JsonDocument.Parse(image, Deep);
        return Attribute.ReadMap(document.RootElement).Values;
    }

    private static bool IsJson(byte[] text, JsonValueKind? kind = null)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Deep);
            return kind is null || document.RootElement.ValueKind == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
