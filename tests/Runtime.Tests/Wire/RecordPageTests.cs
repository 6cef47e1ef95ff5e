using System.Buffers;
using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Wire;

public sealed class RecordPageTests
{
    private const string Insert = """
        {"awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":1.7E9,"Keys":{"pk":{"S":"1"}},
        "NewImage":{"pk":{"S":"1"},"n":{"N":"5"}},"SequenceNumber":"000000000000000000001","SizeBytes":26,
        "StreamViewType":"NEW_AND_OLD_IMAGES"},"eventID":"e1","eventName":"INSERT","eventSource":"aws:dynamodb","eventVersion":"1.1"}
        """;

    private const string Expiry = """
        {"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"eventName":"REMOVE",
        "dynamodb":{"OldImage":{"pk":{"S":"2"}},"Keys":{"pk":{"S":"2"}},"ApproximateCreationDateTime":1700000000.25,"SequenceNumber":"2"},
        "eventID":"e2"}
        """;

    [Fact]
    public void A_records_members_are_found()
    {
        using var page = Parse($$"""{"NextShardIterator":"next","Records":[{{Insert}}]}""");

        Assert.Equal(1, page.Count);
        Assert.Equal("next", page.NextShardIterator);
        var record = page[0];
        Assert.Equal(ChangeKind.Insert, record.Kind);
        Assert.Equal("e1", record.EventId);
        Assert.Equal("000000000000000000001", record.SequenceNumber.ToString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), record.CreatedAt);
        Assert.Equal(26, record.SizeBytes);
        Assert.Null(record.UserIdentity);
        Assert.False(record.IsTimeToLive);
        Assert.Equal("""{"pk":{"S":"1"}}""", Encoding.UTF8.GetString(record.Keys));
        Assert.Equal("""{"pk":{"S":"1"},"n":{"N":"5"}}""", Encoding.UTF8.GetString(record.NewImage));
        Assert.True(record.OldImage.IsEmpty);
    }

    [Fact]
    public void Members_come_in_any_order_and_a_fraction_of_a_second_is_kept()
    {
        using var page = Parse($$"""{"Records":[{{Insert}},{{Expiry}}],"NextShardIterator":null,"Other":[{}]}""");

        Assert.Equal(2, page.Count);
        Assert.Null(page.NextShardIterator);
        Assert.Equal(ChangeKind.Remove, page[1].Kind);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000250), page[1].CreatedAt);
        Assert.Equal("""{"pk":{"S":"2"}}""", Encoding.UTF8.GetString(page[1].OldImage));
        Assert.True(page[1].NewImage.IsEmpty);
    }

    [Theory]
    [InlineData("REMOVE", """{"type":"Service","principalId":"dynamodb.amazonaws.com"}""", true)]
    [InlineData("REMOVE", """{"Type":"Service","PrincipalId":"dynamodb.amazonaws.com"}""", true)]
    [InlineData("REMOVE", """{"PrincipalId":"dynamodb.amazonaws.c\u006fm","Type":"Service","x":1}""", true)]
    [InlineData("MODIFY", """{"type":"Service","principalId":"dynamodb.amazonaws.com"}""", false)]
    [InlineData("REMOVE", """{"type":"User","principalId":"dynamodb.amazonaws.com"}""", false)]
    [InlineData("REMOVE", """{"type":"Service","principalId":"replication.dynamodb.amazonaws.com"}""", false)]
    [InlineData("REMOVE", """{"type":"Service"}""", false)]
    [InlineData("REMOVE", "{}", false)]
    [InlineData("REMOVE", "null", false)]
    public void Only_a_removal_by_the_services_own_principal_is_an_expiry(string eventName, string identity, bool expected)
    {
        using var page = RecordPage.ParseRecord(Encoding.UTF8.GetBytes(
            $$"""{"eventID":"e","eventName":"{{eventName}}","dynamodb":{"SequenceNumber":"1"},"userIdentity":{{identity}}}"""));

        Assert.Equal(expected, page[0].IsTimeToLive);
        Assert.Equal(identity != "null", page[0].UserIdentity is not null);
    }

    [Fact]
    public void The_identity_is_given_as_it_is()
    {
        using var page = RecordPage.ParseRecord(Encoding.UTF8.GetBytes(Expiry));

        Assert.Equal(new UserIdentity("Service", "dynamodb.amazonaws.com"), page[0].UserIdentity);
    }

    [Fact]
    public void An_empty_page_with_an_iterator_goes_on_and_without_one_the_shard_has_ended()
    {
        using var between = Parse("""{"Records":[],"NextShardIterator":"i\u0041"}""");
        using var last = Parse("""{"Records":[]}""");

        Assert.Equal((0, "iA"), (between.Count, between.NextShardIterator));
        Assert.Equal((0, null), (last.Count, last.NextShardIterator));
    }

    [Fact]
    public void A_page_holds_as_many_records_as_come()
    {
        var records = Enumerable.Range(1, 1000).Select(static n =>
            $$"""{"eventID":"e{{n}}","eventName":"MODIFY","dynamodb":{"SequenceNumber":"{{n}}"} }""");
        using var page = Parse($$"""{"Records":[{{string.Join(',', records)}}]}""");

        Assert.Equal(1000, page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            Assert.Equal($"e{i + 1}", page[i].EventId);
        }
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "there are no Records")]
    [InlineData("""{"NextShardIterator":"x"}""", "there are no Records")]
    [InlineData("""{"Records":[],"NextShardIterator":""}""", "NextShardIterator is empty")]
    [InlineData("""{"Records":[],"NextShardIterator":5}""", "NextShardIterator must be a text")]
    [InlineData("""{"Records":[],"Records":[]}""", "two Records")]
    [InlineData("""{"Records":null}""", "Records must be an array")]
    [InlineData("""{"Records":[]} x""", "something follows")]
    [InlineData("""{"Records":[""", "not valid JSON")]
    [InlineData("""{"Records":[5]}""", "a record must be a JSON object")]
    [InlineData("""{"Records":[],"\ud800":1}""", "not valid Unicode")]
    public void What_is_no_page_is_an_error(string page, string reason) => AssertMalformed(page, reason);

    [Theory]
    [InlineData("""{"eventName":"INSERT","dynamodb":{"SequenceNumber":"1"}}""", "no eventID")]
    [InlineData("""{"eventID":"e","dynamodb":{"SequenceNumber":"1"}}""", "no eventName")]
    [InlineData("""{"eventID":"e","eventName":"INSERT"}""", "no SequenceNumber")]
    [InlineData("""{"eventID":"e","eventName":"INSERT","dynamodb":[]}""", "dynamodb must be")]
    [InlineData("""{"eventID":"e","eventName":"insert","dynamodb":{"SequenceNumber":"1"}}""", "eventName is neither")]
    [InlineData("""{"eventID":5}""", "must be a text")]
    [InlineData("""{"eventID":"\udfff"}""", "not valid Unicode")]
    [InlineData("""{"dynamodb":{"SequenceNumber":"1x"}}""", "SequenceNumber is not")]
    [InlineData("""{"dynamodb":{"SequenceNumber":""}}""", "SequenceNumber is not")]
    [InlineData("""{"dynamodb":{"SequenceNumber":"12345678901234567890123456789012345678901"}}""", "SequenceNumber is not")]
    [InlineData("""{"dynamodb":{"NewImage":[]}}""", "an image must be")]
    [InlineData("""{"dynamodb":{"SizeBytes":1.5}}""", "SizeBytes is not")]
    [InlineData("""{"dynamodb":{"ApproximateCreationDateTime":"now"}}""", "ApproximateCreationDateTime is not")]
    [InlineData("""{"dynamodb":{"ApproximateCreationDateTime":1e20}}""", "ApproximateCreationDateTime is not")]
    [InlineData("""{"dynamodb":{"ApproximateCreationDateTime":1e400}}""", "ApproximateCreationDateTime is not")]
    [InlineData("""{"userIdentity":"x"}""", "userIdentity must be")]
    public void What_is_no_record_is_an_error_that_counts_the_records_before(string record, string reason) =>
        AssertMalformed($$"""{"Records":[{{Insert}},{{record}}]}""", reason, "after 1 whole records");

    [Fact]
    public void A_disposed_page_and_its_records_throw()
    {
        var page = Parse($$"""{"Records":[{{Insert}}]}""");
        var record = page[0];

        page.Dispose();
        page.Dispose();

        Assert.Throws<ObjectDisposedException>(() => page.Count);
        Assert.Throws<ObjectDisposedException>(() => page[0]);
        Assert.Throws<ObjectDisposedException>(() => page.NextShardIterator);
        Assert.Throws<ObjectDisposedException>(() => record.Kind);
        Assert.Throws<ObjectDisposedException>(() => { _ = record.NewImage.Length; });
    }

    // Whoever handled the last record of an idle shard still has it.
    [Fact]
    public void A_record_does_not_keep_the_memory_of_a_disposed_page()
    {
        var (record, memory) = Disposed();

        GC.Collect();

        Assert.False(memory.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => record.Kind);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (StreamRecord Record, WeakReference Memory) Disposed()
        {
            var response = Encoding.UTF8.GetBytes($$"""{"Records":[{{Insert}}]}""");
            var page = RecordPage.Parse(response);
            var record = page[0];
            page.Dispose();
            return (record, new WeakReference(response));
        }
    }

    [Fact]
    public void A_rented_buffer_may_be_longer_than_the_response()
    {
        var response = Encoding.UTF8.GetBytes($$"""{"Records":[{{Insert}}]}""");
        var buffer = ArrayPool<byte>.Shared.Rent(response.Length + 100);
        buffer.AsSpan().Fill((byte)'x');
        response.CopyTo(buffer, 0);

        using var page = RecordPage.ParseRented(buffer, response.Length);

        Assert.Equal("e1", page[0].EventId);
        Assert.Equal(response.Length, page.ByteCount);
    }

    [Fact]
    public void There_is_no_record_outside_the_page()
    {
        using var page = Parse($$"""{"Records":[{{Insert}}]}""");

        Assert.Throws<ArgumentOutOfRangeException>(() => page[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => page[-1]);
    }

    private static RecordPage Parse(string page) => RecordPage.Parse(Encoding.UTF8.GetBytes(page));

    private static void AssertMalformed(string page, params string[] parts)
    {
        var error = Assert.Throws<FormatException>(() => Parse(page));

        Assert.Contains("at byte ", error.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
