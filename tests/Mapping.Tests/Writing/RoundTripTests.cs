using System.Text;
using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>What is written is read as the same again.</summary>
public sealed class RoundTripTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    [Theory]
    [InlineData(ConversionSchema.V2)]
    [InlineData(ConversionSchema.V1)]
    public void Whatever_an_entity_holds_comes_back(ConversionSchema conversion) =>
        Prop.ForAll<int>(seed =>
        {
            var entity = new RandomEntities(seed, conversion).Everything();
            var image = Write(entity, conversion);

            var read = EverythingImage.Read(image);

            Assert.Equal(Structure.Of(entity), Structure.Of(read));
        }).Check(Runs);

    [Fact]
    public void Writing_again_what_was_read_gives_the_same_image() =>
        Prop.ForAll<int>(static seed =>
        {
            var image = EverythingImage.Write(new RandomEntities(seed).Everything());

            Assert.Equal(Encoding.UTF8.GetString(image), Encoding.UTF8.GetString(EverythingImage.Write(EverythingImage.Read(image))));
        }).Check(Runs);

    [Fact]
    public void An_item_of_the_AWS_SDK_is_the_same_image() =>
        Prop.ForAll<int>(static seed =>
        {
            var entity = new RandomEntities(seed).Everything();
            using var writer = new ImageWriter();
            writer.BeginMap();
            foreach (var (name, value) in EverythingImage.ToItem(entity))
            {
                writer.WriteName(name);
                writer.WriteAttributeValue(value);
            }

            writer.EndMap();

            Assert.Equal(Encoding.UTF8.GetString(EverythingImage.Write(entity)), Encoding.UTF8.GetString(writer.ToArray()));
        }).Check(Runs.WithMaxTest(50));

    [Fact]
    public void Entities_of_all_shapes_come_back()
    {
        Comes(new Scalars { Text = "t", Time = DateTime.UnixEpoch, Epoch = DateTime.UnixEpoch, Expires = DateTime.UnixEpoch, MaybeText = "m", MaybeInt = 1, MaybeColor = Color.Red }, ScalarsImage.Write, ScalarsImage.Read);
        Comes(Image.Read("""{"pk":{"S":"p"},"version":{"N":"4"},"weight":{"N":"1"},"note":{"NULL":true},"kind":{"S":"k"},"street":{"S":"s"}}""", ParcelImage.Read), ParcelImage.Write, ParcelImage.Read);
        Comes(new Money(5, "CHF", Color.Red, null, 2) { Source = "bank", Note = "n" }, MoneyImage.Write, MoneyImage.Read);
        Comes(new Ledger("a", "b") { Count = 4 }, LedgerImage.Write, LedgerImage.Read);
        Comes(new Relaxed { Key = "k" }, RelaxedImage.Write, RelaxedImage.Read);
        Comes(new Point(1, 2), PointImage.Write, PointImage.Read);
        Comes(new Box { Width = 1, Height = 2, Depth = 3 }, BoxImage.Write, BoxImage.Read);
        Comes(new Flat { Width = 1 }, FlatImage.Write, FlatImage.Read);
        Comes(new Frozen { Width = 1, Height = 2 }, FrozenImage.Write, FrozenImage.Read);
        Comes(new Closed { Value = 1, @class = "c", Weird = "w" }, ClosedImage.Write, ClosedImage.Read);
        Comes(new Collections { Tags = [], Notes = [null, ""], Deep = new() { ["a"] = [[new() { Sku = "s" }]] }, Maybe = new(3, 4) }, CollectionsImage.Write, CollectionsImage.Read);
    }

    [Fact]
    public void Values_that_ordinary_code_cannot_get_are_written()
    {
        var hidden = Image.Read(
            """{"Secret":{"S":"s"},"Count":{"N":"1"},"Number":{"N":"2"},"Struct":{"M":{"X":{"N":"3"}}}}""", HiddenImage.Read);

        Assert.Equal(
            """{"Secret":{"S":"s"},"Count":{"N":"1"},"Number":{"N":"2"},"Struct":{"M":{"X":{"N":"3"}}}}""",
            Encoding.UTF8.GetString(HiddenImage.Write(hidden)));
    }

    private static byte[] Write(Everything entity, ConversionSchema conversion)
    {
        using var writer = new ImageWriter(conversion);
        EverythingImage.Write(writer, entity);
        return writer.ToArray();
    }

    private static void Comes<T>(T entity, Func<T, byte[]> write, ImageMapper<T> read) =>
        Assert.Equal(Structure.Of(entity), Structure.Of(read(write(entity))));
}
