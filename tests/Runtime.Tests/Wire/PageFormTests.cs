using System.Text;
using DynamoHandlers.Images;
using DynamoHandlers.Runtime.Tests.Images;
using DynamoHandlers.Wire;
using Attribute = DynamoHandlers.Runtime.Tests.Images.Attribute;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>Whatever form of JSON a page comes in, it says the same.</summary>
public sealed class PageFormTests
{
    [Fact]
    public void Every_form_of_a_page_says_what_it_was_made_of() => Properties.ForAllSeeds(4000, static seed =>
    {
        var pages = new RandomPages(seed);
        var page = pages.Page();
        for (var form = 0; form < 2; form++)
        {
            var json = pages.Encode(page);
            Assert.Equal(page.ToString(), PageContent.Parse(json).ToString());
            Assert.Equal(page.ToString(), PageContent.TryReadNaively(json)?.ToString());
        }
    });

    [Fact]
    public void Images_in_a_page_are_read_as_if_they_stood_alone() => Properties.ForAllSeeds(2000, static seed =>
    {
        var pages = new RandomPages(seed);
        using var page = RecordPage.Parse(pages.Encode(pages.Page()));
        for (var i = 0; i < page.Count; i++)
        {
            AssertRead(page[i].Keys);
            AssertRead(page[i].OldImage);
            AssertRead(page[i].NewImage);
        }
    });

    [Theory]
    [InlineData("""{"Records":[{"\u0064ynamodb":{"\u0053equenceNumber":"\u0031","New\u0049mage":{"\u0061":{"\u0053":"\ud83d\ude00"}}},"\u0065ventID":"\u0065","eventName":"\u0049NSERT","user\u0049dentity":{"t\u0079pe":"Service","princip\u0061lId":"me"}}]}""")]
    [InlineData("""{"\u0052ecords":[{"dynamodb":{"SequenceNumber":"1","NewImage":{"\u0061":{"\u0053":"\ud83d\ude00"}},"OldImage":null,"Keys":null,"SizeBytes":null,"ApproximateCreationDateTime":null},"eventID":"e","eventName":"INSERT","userIdentity":{"Type":"Service","PrincipalId":"me"}}],"NextShardIterator":null}""")]
    public void Names_may_be_escaped_and_what_is_null_is_absent(string json)
    {
        var record = Assert.Single(PageContent.Parse(Encoding.UTF8.GetBytes(json)).Records);

        Assert.Equal(
            new RecordContent
            {
                Kind = ChangeKind.Insert,
                EventId = "e",
                SequenceNumber = "1",
                Identity = new("Service", "me"),
                NewImage = """{"\u0061":{"\u0053":"\ud83d\ude00"}}""",
            },
            record);
        Assert.Equal("""M(1:a=S:2:😀)""", Attribute.ReadImage(Encoding.UTF8.GetBytes(record.NewImage!)).Canonical);
    }

    // DynamoDB takes 32 levels.
    [Theory]
    [InlineData("{\"M\":{\"a\":", "}}")]
    [InlineData("{\"L\":[", "]}")]
    public void As_many_levels_are_read_as_DynamoDB_has(string open, string close)
    {
        var value = $$"""{{string.Concat(Enumerable.Repeat(open, 32))}}{"N":"1"}{{string.Concat(Enumerable.Repeat(close, 32))}}""";
        using var page = RecordPage.Parse(Encoding.UTF8.GetBytes(PageOf($$"""{"a":{{value}}}""")));

        AssertRead(page[0].NewImage);
    }

    [Theory]
    [InlineData("{\"M\":{\"a\":", "}}")]
    [InlineData("{\"L\":[", "]}")]
    [InlineData("[", "]")]
    [InlineData("{\"\":", "}")]
    public void Too_many_levels_are_an_error_with_an_offset(string open, string close)
    {
        var value = $"{string.Concat(Enumerable.Repeat(open, 100_000))}1{string.Concat(Enumerable.Repeat(close, 100_000))}";
        var image = Encoding.UTF8.GetBytes($$"""{"a":{{value}}}""");

        PageDamageTests.AssertMalformed(Encoding.UTF8.GetBytes(PageOf($$"""{"a":{{value}}}""")));
        PageDamageTests.AssertMalformed(Encoding.UTF8.GetBytes($$"""{"Records":[],"x":{{value}}}"""));
        Assert.InRange(Assert.Throws<MappingException>(() => { Attribute.ReadImage(image); }).Offset, 1, 10_000);
        Assert.InRange(Assert.Throws<MappingException>(() => new ImageReader(image).Skip()).Offset, 1, 10_000);
    }

    [Fact]
    public void Texts_of_megabytes_and_pages_of_a_thousand_records_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("x\\u00e9\\n😀", 400_000));
        var records = Enumerable.Range(0, 1000).Select(n => Record(n, $$$"""{"n":{"N":"{{{n}}}"}}"""));
        using var page = RecordPage.Parse(Encoding.UTF8.GetBytes(
            $$"""{"Records":[{{Record(0, Text(text))}},{{string.Join(',', records)}}]}"""));

        Assert.Equal(1001, page.Count);
        AssertRead(page[0].NewImage);
        AssertRead(page[1000].NewImage);
        Assert.Equal("1:n=N:999E0", Attribute.ReadImage(page[1000].NewImage).Canonical[2..^1]);
    }

    private static void AssertRead(ReadOnlySpan<byte> image)
    {
        if (!image.IsEmpty)
        {
            Assert.Equal(Attribute.TryReadImage(image.ToArray())!.Canonical, Attribute.ReadImage(image).Canonical);
        }
    }

    private static string Text(string text) => $$$"""{"t":{"S":"{{{text}}}"}}""";

    private static string PageOf(string image) => $$"""{"Records":[{{Record(1, image)}}]}""";

    private static string Record(int number, string image) =>
        $$"""{"eventID":"e","eventName":"INSERT","dynamodb":{"SequenceNumber":"{{number}}","NewImage":{{image}}} }""";
}
