using System.Net;
using System.Reflection;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Wire;
using StreamViewType = DynamoHandlers.Wire.StreamViewType;

namespace DynamoHandlers.Runtime.Tests.Wire;

public sealed class AwsStreamClientTests
{
    private const string Arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2024-01-01T00:00:00.000";
    private const string Described = """
        {"StreamDescription":{"CreationRequestDateTime":1.7E9,"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "LastEvaluatedShardId":"shardId-2","Shards":[
        {"SequenceNumberRange":{"StartingSequenceNumber":"1","EndingSequenceNumber":"2"},"ShardId":"shardId-1"},
        {"ParentShardId":"shardId-1","SequenceNumberRange":{"StartingSequenceNumber":"3"},"ShardId":"shardId-2"}],
        "StreamArn":"arn:x","StreamLabel":"2024-01-01T00:00:00.000","StreamStatus":"DISABLING","StreamViewType":"OLD_IMAGE","TableName":"Orders",
        "KeySchema":[{"AttributeName":"sk","KeyType":"RANGE"},{"AttributeName":"pk","KeyType":"HASH"}]}}
        """;

    private readonly RecordingHttp _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_go_to_the_streams_endpoint_of_the_region_signed_for_dynamodb()
    {
        using var client = CreateClient(_http.Answer("""{"ShardIterator":"it"}"""));

        var iterator = await client.GetShardIteratorAsync(Arn, "shardId-1", ShardPosition.TrimHorizon, Stop);

        Assert.Equal("it", iterator);
        var request = Assert.Single(_http.Requests);
        Assert.Equal("https://streams.dynamodb.eu-west-1.amazonaws.com/", request.Uri);
        Assert.Equal("DynamoDBStreams_20120810.GetShardIterator", request.Target);
        Assert.Equal("application/x-amz-json-1.0", request.ContentType);
        Assert.Contains("Credential=AKID/", request.Authorization, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/dynamodb/aws4_request", request.Authorization, StringComparison.Ordinal);
        Assert.Equal($$"""{"StreamArn":"{{Arn}}","ShardId":"shardId-1","ShardIteratorType":"TRIM_HORIZON"}""", request.Body);
    }

    [Theory]
    [InlineData("eu-west-1", true, false, "https://streams.dynamodb-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", false, true, "https://streams-dynamodb.eu-west-1.api.aws/")]
    [InlineData("eu-west-1", true, true, "https://streams-dynamodb-fips.eu-west-1.api.aws/")]
    [InlineData("cn-north-1", false, false, "https://streams.dynamodb.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", true, false, "https://streams.dynamodb.us-gov-west-1.amazonaws.com/")]
    public async Task FIPS_dual_stack_and_other_partitions_are_the_SDKs_settings(string region, bool fips, bool dualStack, string expected)
    {
        using var client = CreateClient(_http.Answer("""{"Records":[]}"""), config =>
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            config.UseFIPSEndpoint = fips;
            config.UseDualstackEndpoint = dualStack;
        });

        using var page = await client.GetRecordsAsync("it", 10, Stop);

        Assert.Equal(expected, _http.Requests[0].Uri);
        Assert.Contains($"/{region}/dynamodb/", _http.Requests[0].Authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8000", "http://localhost:8000/")]
    [InlineData("https://dynamodb.eu-west-1.amazonaws.com", "https://streams.dynamodb.eu-west-1.amazonaws.com/")]
    [InlineData("https://streams.dynamodb.eu-west-1.amazonaws.com", "https://streams.dynamodb.eu-west-1.amazonaws.com/")]
    [InlineData("https://dynamodb.eu-west-1.example.com", "https://dynamodb.eu-west-1.example.com/")]
    [InlineData("https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com", "https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com/")]
    public async Task A_service_URL_is_kept_unless_it_is_the_tables_public_one(string url, string expected)
    {
        using var client = CreateClient(_http.Answer("""{"Records":[]}"""), config =>
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = "eu-west-1";
        });

        using var page = await client.GetRecordsAsync("it", 10, Stop);

        Assert.Equal(expected, _http.Requests[0].Uri);
    }

    [Fact]
    public async Task An_account_in_the_credentials_does_not_lead_to_the_tables_endpoint_of_the_account()
    {
        var config = Config(_http.Answer("""{"Records":[]}"""));
        config.AccountIdEndpointMode = AccountIdEndpointMode.REQUIRED;
        using var tables = new AmazonDynamoDBClient(new SessionAWSCredentials("AKID", "secret", "token", "123456789012"), config);
        using var client = new AwsStreamClient(tables, TimeProvider.System);

        using var page = await client.GetRecordsAsync("it", 10, Stop);

        Assert.Equal("https://streams.dynamodb.eu-west-1.amazonaws.com/", _http.Requests[0].Uri);
    }

    [Fact]
    public async Task Without_credentials_of_its_own_the_tables_clients_configuration_gives_them()
    {
        var config = Config(_http.Answer("""{"Records":[]}"""));
        config.DefaultAWSCredentials = new BasicAWSCredentials("FROMCONFIG", "secret");
        using var tables = new AmazonDynamoDBClient(config);
        using var client = new AwsStreamClient(tables, TimeProvider.System);

        using var page = await client.GetRecordsAsync("it", 10, Stop);

        Assert.Contains("Credential=FROMCONFIG/", _http.Requests[0].Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_client_still_goes_to_the_tables_endpoint()
    {
        var http = new RecordingHttp().Answer("""{"TableNames":[]}""");
        using var tables = new AmazonDynamoDBClient(new BasicAWSCredentials("AKID", "secret"), Config(http));
        using var client = new AwsStreamClient(tables, TimeProvider.System);

        await tables.ListTablesAsync(Stop);

        Assert.Equal("https://dynamodb.eu-west-1.amazonaws.com/", http.Requests[0].Uri);
    }

    [Fact]
    public void A_client_that_is_none_of_the_SDK_is_an_error_that_says_what_to_do()
    {
        var mock = DispatchProxy.Create<IAmazonDynamoDB, NoClient>();

        var error = Assert.Throws<ArgumentException>(() => new AwsStreamClient(mock, TimeProvider.System));

        Assert.Contains("IStreamClient", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_described_with_its_shards_and_the_services_time()
    {
        var time = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
        using var client = CreateClient(_http.Answer(Described, also: response => response.Headers.Date = time));

        var description = await client.DescribeStreamAsync(Arn, null, null, Stop);

        Assert.Equal("arn:x", description.StreamArn);
        Assert.Equal("Orders", description.TableName);
        Assert.Equal("2024-01-01T00:00:00.000", description.StreamLabel);
        Assert.Equal(StreamStatus.Disabling, description.Status);
        Assert.Equal(StreamViewType.OldImage, description.ViewType);
        Assert.Equal(("pk", "sk"), (description.PartitionKey, description.SortKey));
        Assert.Equal("shardId-2", description.LastEvaluatedShardId);
        Assert.Equal(time, description.ServiceTime);
        Assert.Equal(
            [new ShardDescription("shardId-1", null, true), new ShardDescription("shardId-2", "shardId-1", false)],
            description.Shards);
        Assert.Equal($$"""{"StreamArn":"{{Arn}}"}""", _http.Requests[0].Body);
    }

    [Fact]
    public async Task The_next_page_of_shards_and_the_children_of_one_can_be_asked_for()
    {
        using var client = CreateClient(_http.Answer(Described));

        await client.DescribeStreamAsync("a", "shardId-5", "shardId-1", Stop);

        Assert.Equal(
            """{"StreamArn":"a","ExclusiveStartShardId":"shardId-5","ShardFilter":{"Type":"CHILD_SHARDS","ShardId":"shardId-1"}}""",
            _http.Requests[0].Body);
    }

    [Fact]
    public async Task Without_a_Date_header_the_workers_clock_gives_the_time()
    {
        var clock = new FixedClock(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = CreateClient(_http.Answer(Described), timeProvider: clock);

        var description = await client.DescribeStreamAsync(Arn, null, null, Stop);

        Assert.Equal(clock.GetUtcNow(), description.ServiceTime);
    }

    [Fact]
    public async Task Positions_are_written_as_the_service_names_them()
    {
        using var client = CreateClient(_http.Answer("""{"ShardIterator":"it"}"""));

        await client.GetShardIteratorAsync("a", "s", ShardPosition.Latest, Stop);
        await client.GetShardIteratorAsync("a", "s", ShardPosition.After(new SequenceNumber("0012")), Stop);

        Assert.Equal("""{"StreamArn":"a","ShardId":"s","ShardIteratorType":"LATEST"}""", _http.Requests[0].Body);
        Assert.Equal(
            """{"StreamArn":"a","ShardId":"s","ShardIteratorType":"AFTER_SEQUENCE_NUMBER","SequenceNumber":"0012"}""",
            _http.Requests[1].Body);
    }

    [Fact]
    public async Task A_page_of_records_is_read_whatever_its_length_says()
    {
        var padding = new string('x', 200_000);
        var json = $$"""{"Records":[{"eventID":"e","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"p":{"S":"{{padding}}"} } } }]}""";
        using var client = CreateClient(_http
            .Answer(json)
            .Answer(() => new ChunkedContent(json)));

        using var known = await client.GetRecordsAsync("it", 7, Stop);
        using var unknown = await client.GetRecordsAsync("it", 7, Stop);

        Assert.Equal("""{"ShardIterator":"it","Limit":7}""", _http.Requests[0].Body);
        Assert.Equal(json.Length, known.ByteCount);
        Assert.Equal(json.Length, unknown.ByteCount);
        Assert.True(known[0].NewImage.SequenceEqual(unknown[0].NewImage));
    }

    [Fact]
    public async Task A_body_that_fails_its_checksum_is_asked_for_again()
    {
        using var client = CreateClient(_http
            .Answer("""{"Records":[]}""", also: static response => response.Headers.Add("x-amz-crc32", "1"))
            .Answer("""{"Records":[],"NextShardIterator":"second"}"""));

        using var page = await client.GetRecordsAsync("it", 7, Stop);

        Assert.Equal("second", page.NextShardIterator);
        Assert.Equal(2, _http.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_has_its_checksum_is_taken()
    {
        using var client = CreateClient(_http
            .Answer(
                """{"Records":[],"NextShardIterator":"first"}""",
                also: static response => response.Headers.Add("x-amz-crc32", "72926832"))
            .Answer("""{"Records":[],"NextShardIterator":"second"}"""));

        using var page = await client.GetRecordsAsync("it", 7, Stop);

        Assert.Equal("first", page.NextShardIterator);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_body_is_tried_again()
    {
        using var client = CreateClient(_http
            .Answer(() => new BrokenContent())
            .Answer("""{"Records":[],"NextShardIterator":"second"}"""));

        using var page = await client.GetRecordsAsync("it", 7, Stop);

        Assert.Equal("second", page.NextShardIterator);
    }

    [Theory]
    [InlineData("ExpiredIteratorException", StreamError.ExpiredIterator)]
    [InlineData("TrimmedDataAccessException", StreamError.TrimmedData)]
    [InlineData("ResourceNotFoundException", StreamError.NotFound)]
    [InlineData("LimitExceededException", StreamError.Throttled)]
    [InlineData("ThrottlingException", StreamError.Throttled)]
    [InlineData("ProvisionedThroughputExceededException", StreamError.Throttled)]
    public async Task Refusals_that_the_reader_acts_upon_are_named(string code, StreamError expected)
    {
        using var client = CreateClient(_http.Refuse(code));

        var error = await Assert.ThrowsAsync<StreamException>(
            async () => await client.GetRecordsAsync("it", 10, Stop));

        Assert.Equal(expected, error.Error);
        Assert.Equal($"DynamoDB Streams refused GetRecords ({code}): because", error.Message);
        Assert.IsType<AmazonDynamoDBException>(error.InnerException);
    }

    [Fact]
    public async Task Other_refusals_stay_the_SDKs_exceptions()
    {
        using var client = CreateClient(_http.Refuse("AccessDeniedException"));

        var error = await Assert.ThrowsAsync<AmazonDynamoDBException>(
            async () => await client.GetRecordsAsync("it", 10, Stop));

        Assert.Equal("AccessDeniedException", error.ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_a_FormatException()
    {
        using var client = CreateClient(_http.Answer("<html>"));

        await Assert.ThrowsAsync<FormatException>(async () => await client.GetRecordsAsync("it", 10, Stop));
        await Assert.ThrowsAsync<FormatException>(async () => await client.DescribeStreamAsync(Arn, null, null, Stop));
        await Assert.ThrowsAsync<FormatException>(
            async () => await client.GetShardIteratorAsync(Arn, "s", ShardPosition.Latest, Stop));
    }

    [Fact]
    public async Task A_cancelled_request_ends()
    {
        using var stop = new CancellationTokenSource();
        using var client = CreateClient(_http.Answer(() => new StalledContent(stop.Cancel)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.GetRecordsAsync("it", 10, stop.Token));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_after_half_a_minute()
    {
        var clock = new OneTimerClock();
        using var client = CreateClient(_http.Answer(() => new StalledContent(clock.Fire)), timeProvider: clock);

        await Assert.ThrowsAsync<TimeoutException>(async () => await client.GetRecordsAsync("it", 10, Stop));

        Assert.Equal(TimeSpan.FromSeconds(30), clock.DueTime);
    }

    private static AwsStreamClient CreateClient(
        RecordingHttp http, Action<AmazonDynamoDBConfig>? configure = null, TimeProvider? timeProvider = null)
    {
        var config = Config(http);
        configure?.Invoke(config);
        using var tables = new AmazonDynamoDBClient(new BasicAWSCredentials("AKID", "secret"), config);
        return new AwsStreamClient(tables, timeProvider ?? TimeProvider.System);
    }

    private static AmazonDynamoDBConfig Config(RecordingHttp http) => new()
    {
        RegionEndpoint = RegionEndpoint.EUWest1,
        HttpClientFactory = http,
        MaxErrorRetry = 1,
    };

    public class NoClient : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A clock that stands, but for the newest timer when it is told to fire.</summary>
    private sealed class OneTimerClock : TimeProvider
    {
        private Action _fire = static () => { };

        public TimeSpan DueTime { get; private set; }

        public void Fire() => _fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            _fire = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
