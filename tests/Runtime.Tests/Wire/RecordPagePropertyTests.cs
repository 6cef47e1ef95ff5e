using System.Text;
using System.Text.Json;
using DynamoHandlers.Images;
using DynamoHandlers.Runtime.Tests.Images;
using DynamoHandlers.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Wire;

public sealed class RecordPagePropertyTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 192 };

    [Fact]
    public void Images_are_found_whole_wherever_they_stand() => ForAll(static (images, random) =>
    {
        var (old, @new) = (images.Encode(images.Image()), images.Encode(images.Image()));
        var members = new[]
        {
            $"\"OldImage\":{Encoding.UTF8.GetString(old)}",
            $"\"NewImage\":{Encoding.UTF8.GetString(@new)}",
            "\"SequenceNumber\":\"5\"",
            "\"SizeBytes\":7",
            "\"Unknown\":[{\"OldImage\":{}}]",
        };
        random.Shuffle(members);
        using var page = Parse(string.Join(',', members));

        Assert.Equal(Encoding.UTF8.GetString(old).Trim(), Encoding.UTF8.GetString(page[0].OldImage));
        Assert.Equal(Encoding.UTF8.GetString(@new).Trim(), Encoding.UTF8.GetString(page[0].NewImage));
        Assert.Equal("5", page[0].SequenceNumber.ToString());
        Assert.Equal(7, page[0].SizeBytes);
    });

    [Fact]
    public void A_damaged_page_is_a_FormatException_unless_it_is_still_JSON() => ForAll(static (images, random) =>
    {
        var whole = Encoding.UTF8.GetBytes(Page(
            $"\"NewImage\":{Encoding.UTF8.GetString(images.Encode(images.Image()))},\"SequenceNumber\":\"5\",\"ApproximateCreationDateTime\":1.7E9"));
        var damaged = Damage.Do(whole, random);
        try
        {
            using var page = RecordPage.Parse(damaged);
            using var document = JsonDocument.Parse(damaged, Deep);
            Assert.Equal(document.RootElement.GetProperty("Records").GetArrayLength(), page.Count);
            for (var i = 0; i < page.Count; i++)
            {
                ReadAll(page[i]);
            }
        }
        catch (FormatException)
        {
        }
    });

    private static void ReadAll(StreamRecord record)
    {
        Assert.NotNull(record.EventId);
        Assert.InRange(record.SequenceNumber.ToString().Length, 1, 40);
        Assert.True(Enum.IsDefined(record.Kind));
        Assert.True(record.CreatedAt >= DateTimeOffset.MinValue);
        Assert.Equal(record.IsTimeToLive, record is { Kind: ChangeKind.Remove, UserIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } });
        if (record.NewImage.IsEmpty)
        {
            return;
        }

        try
        {
            var reader = new ImageReader(record.NewImage);
            reader.BeginMap(typeof(object));
            while (reader.NextAttribute())
            {
                reader.Skip();
            }
        }
        catch (MappingException)
        {
        }
    }

    private static void ForAll(Action<RandomImages, Random> property) =>
        Prop.ForAll(
            Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
            seed => property(new RandomImages(seed), new Random(seed))).Check(Properties.Runs.WithMaxTest(3000));

    private static RecordPage Parse(string change) => RecordPage.Parse(Encoding.UTF8.GetBytes(Page(change)));

    private static string Page(string change) =>
        $$"""
        {"Records":[{"eventID":"e\u0031","dynamodb":{ {{change}} },"eventName":"REMOVE",
        "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"} }],"NextShardIterator":"\u006e"}
        """;
}
