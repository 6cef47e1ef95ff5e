using System.Numerics;
using System.Text;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

public sealed class DeadLetterKeyTests
{
    private static readonly Gen<string> Sequence =
        from digits in Gen.Choose(1, 40)
        from text in Gen.ArrayOf(Gen.Elements("0123456789".ToCharArray()), digits)
        select new string(text);

    [Fact]
    public void Keys_are_in_the_order_of_the_sequence_numbers()
    {
        var pairs = Gen.Zip(Sequence, Sequence).ToArbitrary();
        Check.One(Properties.Runs, Prop.ForAll(pairs, static pair => Math.Sign(string.CompareOrdinal(Key(pair.Item1), Key(pair.Item2)))
            == BigInteger.Parse(pair.Item1, System.Globalization.CultureInfo.InvariantCulture)
                .CompareTo(BigInteger.Parse(pair.Item2, System.Globalization.CultureInfo.InvariantCulture))));

        static string Key(string sequence) => DeadLetterKey.Of(Letters.Make("a", sequence)).ToString();
    }

    // 2048 and 1024 bytes are what the service takes as keys of items, 1024 what S3 takes.
    [Fact]
    public void Keys_are_short_whatever_they_are_made_of()
    {
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => text.Get)
            .SelectMany(static text => Gen.Elements(1, 10, 500), static (text, times) => string.Concat(Enumerable.Repeat(text, times)));
        Check.One(Properties.Runs, Prop.ForAll(Gen.Zip(Gen.Zip(texts, texts), Sequence).ToArbitrary(), static pair =>
        {
            var ((one, other), sequence) = pair;
            var letter = Letters.Make("a", sequence, one) with { TableName = other, StreamArn = one, ShardId = other };
            var key = DeadLetterKey.Of(letter).ToString();
            return key.Length <= 456 && key.All(char.IsAscii) && Encoding.UTF8.GetByteCount(DeadLetterRows.ChunkPartition(key)) <= 2048;
        }));
    }

    [Fact]
    public void The_same_item_has_the_same_key_however_the_service_writes_it()
    {
        var letter = Letters.Make("a", "7");
        var key = DeadLetterKey.Of(letter with { Keys = """{"pk":{"S":"a"},"sk":{"N":"1"}}""" });

        Assert.Equal(key, DeadLetterKey.Of(letter with { Keys = """{ "sk":{"N":"1"}, "pk":{"S":"\u0061"}}""", SequenceNumber = "007" }));
        Assert.NotEqual(key, DeadLetterKey.Of(letter with { Keys = """{"pk":{"S":"a"},"sk":{"N":"2"}}""" }));
        Assert.NotEqual(key.Item, DeadLetterKey.Of(letter with { TableName = "Others" }).Item);
    }

    // Whatever is added to it later: a letter that was put by an older version must be found, replaced and deleted.
    [Fact]
    public void Keys_are_the_same_in_every_version() => Assert.Equal(
        "Shop.Handler%232/8268E7A8E007EF9F6584D159D22B3A97/2026-01-01T00%3A00%3A00.000/0000000000000000000000000000000000000007-E470A52990FD832B",
        DeadLetterKey.Of(Letters.Make("a", "7", "Shop.Handler#2")).ToString());
}
