using System.Text;
using System.Text.Json;
using DynamoHandlers.Images;

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
            var written = images.Encode(image);
            Assert.Equal(image.Canonical, Attribute.ReadImage(written).Canonical);
            Assert.Equal(image.Canonical, Attribute.TryReadImage(written)?.Canonical);
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
        var (naiveOld, naiveNew) = (Attribute.TryReadImage(old)!.Values, Attribute.TryReadImage(@new)!.Values);

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
    public void A_damaged_image_is_read_exactly_if_it_is_still_an_image() => ForAll(static (images, random) =>
    {
        var image = images.Encode(images.Image());
        var damaged = Damage.Do(image, random);
        var expected = Attribute.TryReadImage(damaged);
        try
        {
            Assert.Equal(expected?.Canonical, Attribute.ReadImage(damaged).Canonical);
        }
        catch (MappingException e)
        {
            Assert.True(expected is null, $"{e.Message} in {Encoding.UTF8.GetString(damaged)}");
            Assert.InRange(e.Offset, 0, damaged.Length);
        }
    });

    [Fact]
    public void Comparing_damaged_images_ends_in_an_answer_or_an_error() => ForAll(static (images, random) =>
    {
        var image = images.Encode(images.Image());
        var damaged = Damage.Do(image, random);
        try
        {
            ImageComparer.Changed(image, damaged, "a"u8);
            ImageComparer.Changed(damaged, image, "b"u8);
        }
        catch (MappingException e)
        {
            Assert.InRange(e.Offset, 0, Math.Max(image.Length, damaged.Length));
        }
    });

    [Fact]
    public void No_beginning_of_an_image_is_an_image_whatever_follows_it() => Properties.ForAllSeeds(100, static seed =>
    {
        var images = new RandomImages(seed);
        var image = images.Encode(images.Image()).AsMemory().TrimEnd(" \r\n\t"u8);
        for (var length = 0; length < image.Length; length++)
        {
            var error = Assert.Throws<MappingException>(() => { Attribute.ReadImage(image[..length].Span); });
            Assert.InRange(error.Offset, 0, length);
        }

        Assert.NotNull(Attribute.ReadImage(image.Span));
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
        Properties.ForAllSeeds(3000, seed => property(new RandomImages(seed), new Random(seed)));

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
