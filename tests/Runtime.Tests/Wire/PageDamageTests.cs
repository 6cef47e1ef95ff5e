using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DynamoHandlers.Runtime.Tests.Images;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>What is no page is an error that says where, whatever it is.</summary>
public sealed partial class PageDamageTests
{
    [Fact]
    public void A_damaged_page_is_read_exactly_if_it_is_still_a_page() => Properties.ForAllSeeds(20_000, static seed =>
    {
        var pages = new RandomPages(seed);
        AssertReadIfPage(Damage.Do(pages.Encode(pages.Page()), new Random(seed)));
    });

    [Fact]
    public void Members_that_are_there_twice_or_have_other_values_are_read_exactly_if_they_make_a_page() =>
        Properties.ForAllSeeds(10_000, static seed =>
        {
            var pages = new RandomPages(seed);
            AssertReadIfPage(pages.Encode(pages.Page(), faults: 0.05));
        });

    [Fact]
    public void Random_bytes_are_no_page() => Properties.ForAllSeeds(5000, static seed =>
    {
        var bytes = new byte[seed & 63];
        new Random(seed).NextBytes(bytes);
        AssertReadIfPage(bytes);
    });

    // The rest of the page follows in the same memory: reading on there would go unnoticed otherwise.
    [Fact]
    public void No_beginning_of_a_page_is_a_page() => Properties.ForAllSeeds(60, static seed =>
    {
        var pages = new RandomPages(seed);
        var page = pages.Encode(pages.Page()).AsMemory().TrimEnd(" \r\n\t"u8);
        for (var length = 0; length < page.Length; length++)
        {
            AssertMalformed(page[..length]);
        }

        Assert.NotNull(PageContent.Parse(page));
    });

    [Fact]
    public void Nothing_around_the_page_in_its_buffer_is_looked_at() => Properties.ForAllSeeds(3000, static seed =>
    {
        var random = new Random(seed);
        var pages = new RandomPages(seed);
        var page = pages.Encode(pages.Page());
        if (random.Next(2) == 0)
        {
            page = Damage.Do(page, random);
        }

        string[] poisons = ["}", "]", "\"", "0", " ", "\\", "{\"Records\":[]}", "\uFFFF"];
        var poison = Encoding.UTF8.GetBytes(poisons[random.Next(poisons.Length)]);
        byte[] buffer = [.. poison, .. poison, .. page, .. poison, .. poison];

        Assert.Equal(Outcome(page), Outcome(buffer.AsMemory(2 * poison.Length, page.Length)));
    });

    [Theory]
    [InlineData("\uFEFF{\"Records\":[]}")]
    [InlineData("{\"Records\":[]}\uFEFF")]
    [InlineData("{\"Records\":[]}{\"Records\":[]}")]
    [InlineData("{\"Records\":[]}\0")]
    [InlineData("{\"Records\":[],}")]
    [InlineData("{\"Records\":[,]}")]
    [InlineData("{'Records':[]}")]
    [InlineData("{Records:[]}")]
    [InlineData("/* page */{\"Records\":[]}")]
    [InlineData("{\"Records\":[]}//")]
    [InlineData("{\"Records\":[],\"NextShardIterator\":\"a\nb\"}")]
    [InlineData("{\"Records\":[],\"NextShardIterator\":\"\\ud83d\"}")]
    [InlineData("{\"Records\":[],\"NextShardIterator\":\"\\ude00\\ud83d\"}")]
    [InlineData("{\"Records\":[],\"x\":01}")]
    [InlineData("{\"Records\":[],\"x\":NaN}")]
    [InlineData("{\"Records\":[],\"x\":\"\\x41\"}")]
    [InlineData("{\"Records\":[],\"x\":\"\\u12g4\"}")]
    public void What_JSON_does_not_allow_is_an_error(string page) => AssertMalformed(Encoding.UTF8.GetBytes(page));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_an_error() =>
        AssertMalformed((byte[])[.. "{\"Records\":[],\"NextShardIterator\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8]);

    internal static void AssertMalformed(ReadOnlyMemory<byte> page)
    {
        var error = Assert.Throws<FormatException>(() => { PageContent.Parse(page); });

        Assert.InRange(OffsetIn(error), 0, page.Length);
    }

    private static void AssertReadIfPage(byte[] page)
    {
        var expected = PageContent.TryReadNaively(page)?.ToString();
        try
        {
            Assert.Equal(expected, PageContent.Parse(page).ToString());
        }
        catch (FormatException e)
        {
            Assert.True(expected is null, $"{e.Message} in {Encoding.UTF8.GetString(page)}");
            Assert.InRange(OffsetIn(e), 0, page.Length);
        }
    }

    private static string Outcome(ReadOnlyMemory<byte> page)
    {
        try
        {
            return PageContent.Parse(page).ToString();
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static int OffsetIn(FormatException error)
    {
        var offset = Offset().Match(error.Message);
        Assert.True(offset.Success, error.Message);
        return int.Parse(offset.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"malformed at byte (\d+), after \d+ whole records: ")]
    private static partial Regex Offset();
}
