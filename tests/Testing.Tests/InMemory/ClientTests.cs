using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Testing.Tests.InMemory;

/// <summary>
/// What the comparison with DynamoDB Local cannot show: where it differs from the service, and what is ours.
/// </summary>
public sealed class ClientTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task An_operation_that_is_not_supported_says_so_and_what_is()
    {
        using var db = new InMemoryDynamoDb();

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(
            () => db.Client.ExecuteStatementAsync(new ExecuteStatementRequest { Statement = "SELECT" }, Db.Stop));

        Assert.Contains("ExecuteStatement", refusal.Message);
        Assert.Contains("TransactWriteItems", refusal.Message);
    }

    [Fact]
    public async Task Requests_are_answered_at_once_with_metadata_as_from_the_service()
    {
        using var db = await Db.NewAsync(_clock);

        var answer = db.Client.GetItemAsync(Db.Table, Db.Key("a"), Db.Stop);

        Assert.True(answer.IsCompletedSuccessfully);
        var response = await answer;
        Assert.Equal(System.Net.HttpStatusCode.OK, response.HttpStatusCode);
        Assert.NotEmpty(response.ResponseMetadata.RequestId);
        Assert.Null(response.Item);
    }

    [Fact]
    public async Task Nothing_that_callers_hold_is_part_of_the_database()
    {
        using var db = await Db.NewAsync(_clock);
        var bytes = new MemoryStream([1, 2, 3], 0, 3, writable: true, publiclyVisible: true);
        var item = new Dictionary<string, AttributeValue>
        {
            ["pk"] = new("a"),
            ["l"] = new() { L = [new("x")] },
            ["b"] = new() { B = bytes },
        };
        await db.Client.PutItemAsync(Db.Table, item, Db.Stop);

        item["l"].L.Add(new("y"));
        bytes.WriteByte(9);
        var first = await db.Client.GetItemAsync(Db.Table, Db.Key("a"), Db.Stop);
        first.Item["l"].L.Clear();
        first.Item.Remove("b");

        var second = await db.Client.GetItemAsync(Db.Table, Db.Key("a"), Db.Stop);
        Assert.Equal("x", Assert.Single(second.Item["l"].L).S);
        Assert.Equal([1, 2, 3], second.Item["b"].B.ToArray());
    }

    [Fact]
    public async Task A_failed_condition_returns_the_item_when_asked()
    {
        using var db = await Db.NewAsync(_clock);
        await db.PutAsync("a", 5);

        var refusal = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => db.Client.PutItemAsync(
            new PutItemRequest(Db.Table, Db.Key("a"))
            {
                ConditionExpression = "attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            },
            Db.Stop));

        Assert.Equal("5", refusal.Item["n"].N);
        Assert.Equal(("ConditionalCheckFailedException", "The conditional request failed"), (refusal.ErrorCode, refusal.Message));
    }

    [Fact]
    public async Task A_cancelled_transaction_says_why_for_each_item_and_changes_nothing()
    {
        using var db = await Db.NewAsync(_clock);
        await db.PutAsync("a", 5);

        var refusal = await Assert.ThrowsAsync<TransactionCanceledException>(() => WriteAsync(
            db,
            null,
            new() { Put = new() { TableName = Db.Table, Item = Db.Key("new") } },
            new()
            {
                ConditionCheck = new()
                {
                    TableName = Db.Table,
                    Key = Db.Key("a"),
                    ConditionExpression = "attribute_not_exists(pk)",
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
            },
            Increment("gone")));

        Assert.Equal(["None", "ConditionalCheckFailed", "ValidationError"], refusal.CancellationReasons.Select(static r => r.Code));
        Assert.Equal("5", refusal.CancellationReasons[1].Item["n"].N);
        Assert.Contains("[None, ConditionalCheckFailed, ValidationError]", refusal.Message);
        Assert.Single(await db.ReadAllAsync());
    }

    [Fact]
    public async Task A_token_is_remembered_for_ten_minutes()
    {
        using var db = await Db.NewAsync(_clock);
        await db.PutAsync("a", 1);

        await WriteAsync(db, "token", Increment("a"));
        _clock.Advance(TimeSpan.FromMinutes(10));
        await WriteAsync(db, "token", Increment("a"));
        Assert.Equal("2", await NumberAsync(db, "a"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync(db, "token", Increment("a"));
        Assert.Equal("3", await NumberAsync(db, "a"));
    }

    [Fact]
    public async Task A_cancelled_transaction_may_be_tried_again_under_its_token()
    {
        using var db = await Db.NewAsync(_clock);
        await Assert.ThrowsAsync<TransactionCanceledException>(() => WriteAsync(db, "token", Increment("a")));
        await db.PutAsync("a", 1);

        await WriteAsync(db, "token", Increment("a"));

        Assert.Equal("2", await NumberAsync(db, "a"));
    }

    [Fact]
    public async Task Of_a_nested_update_only_the_touched_parts_are_returned()
    {
        using var db = await Db.NewAsync(_clock);
        await db.Client.PutItemAsync(
            Db.Table,
            new() { ["pk"] = new("a"), ["m"] = new() { M = new() { ["x"] = new() { N = "1" }, ["y"] = new() { N = "2" } } } },
            Db.Stop);

        var answer = await db.Client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = Db.Table,
                Key = Db.Key("a"),
                UpdateExpression = "SET m.x = :v",
                ExpressionAttributeValues = new() { [":v"] = new() { N = "9" } },
                ReturnValues = ReturnValue.UPDATED_NEW,
            },
            Db.Stop);

        var part = Assert.Single(answer.Attributes["m"].M);
        Assert.Equal(("x", "9"), (part.Key, part.Value.N));
    }

    [Fact]
    public async Task Strings_may_be_empty_but_not_those_of_keys()
    {
        using var db = await Db.NewAsync(_clock);

        await db.Client.PutItemAsync(Db.Table, new() { ["pk"] = new("a"), ["s"] = new("") }, Db.Stop);
        var refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(
            () => db.Client.PutItemAsync(Db.Table, new() { ["pk"] = new("") }, Db.Stop));

        Assert.Equal("", (await db.Client.GetItemAsync(Db.Table, Db.Key("a"), Db.Stop)).Item["s"].S);
        Assert.Equal("ValidationException", refusal.ErrorCode);
    }

    [Theory]
    [InlineData("s", 2048, true)]
    [InlineData("s", 2049, false)]
    public async Task Partition_keys_have_a_size_limit(string filler, int length, bool accepted)
    {
        using var db = await Db.NewAsync(_clock);
        var put = () => db.Client.PutItemAsync(
            Db.Table, new() { ["pk"] = new(string.Concat(Enumerable.Repeat(filler, length))) }, Db.Stop);

        if (accepted)
        {
            await put();
        }
        else
        {
            await Assert.ThrowsAsync<AmazonDynamoDBException>(put);
        }
    }

    [Fact]
    public async Task Writes_from_many_threads_are_all_counted_and_all_in_the_stream()
    {
        using var db = await Db.NewAsync(_clock);
        await db.PutAsync("a", 0);

        await Parallel.ForAsync(0, 500, async (_, stop) => await db.Client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = Db.Table,
                Key = Db.Key("a"),
                UpdateExpression = "ADD n :one",
                ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
            },
            stop));

        Assert.Equal("500", await NumberAsync(db, "a"));
        Assert.Equal(
            Enumerable.Range(0, 501).Select(static n => $$$"""{"pk":{"S":"a"},"n":{"N":"{{{n}}}"}}"""),
            (await db.ReadAllAsync()).Select(static r => r.New));
    }

    [Fact]
    public async Task A_scan_in_segments_finds_every_item_once()
    {
        using var db = await Db.NewAsync(_clock);
        for (var i = 0; i < 50; i++)
        {
            await db.PutAsync($"{i}", i);
        }

        var found = new List<string>();
        for (var segment = 0; segment < 3; segment++)
        {
            Dictionary<string, AttributeValue>? start = null;
            do
            {
                var page = await db.Client.ScanAsync(
                    new ScanRequest(Db.Table) { Segment = segment, TotalSegments = 3, Limit = 4, ExclusiveStartKey = start }, Db.Stop);
                found.AddRange(page.Items.Select(static item => item["pk"].S));
                start = page.LastEvaluatedKey;
            }
            while (start is not null);
        }

        Assert.Equal(50, found.Count);
        Assert.Equal(50, found.Distinct().Count());
    }

    [Fact]
    public async Task Tables_are_listed_in_pages()
    {
        using var db = new InMemoryDynamoDb();
        foreach (var name in new[] { "ccc", "aaa", "bbb" })
        {
            await db.Client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = name,
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                    KeySchema = [new("pk", KeyType.HASH)],
                    AttributeDefinitions = [new("pk", ScalarAttributeType.B)],
                },
                Db.Stop);
        }

        var first = await db.Client.ListTablesAsync(new ListTablesRequest { Limit = 2 }, Db.Stop);
        var second = await db.Client.ListTablesAsync(new ListTablesRequest { ExclusiveStartTableName = first.LastEvaluatedTableName }, Db.Stop);

        Assert.Equal(["aaa", "bbb"], first.TableNames);
        Assert.Equal(("ccc", null), (Assert.Single(second.TableNames), second.LastEvaluatedTableName));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryDynamoDb(null, new() { ShardsPerTable = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryDynamoDb(null, new() { ShardPageSize = 0 }));
    }

    private static TransactWriteItem Increment(string pk) => new()
    {
        Update = new()
        {
            TableName = Db.Table,
            Key = Db.Key(pk),
            UpdateExpression = "SET n = n + :one",
            ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
        },
    };

    private static Task<TransactWriteItemsResponse> WriteAsync(InMemoryDynamoDb db, string? token, params TransactWriteItem[] items) =>
        db.Client.TransactWriteItemsAsync(
            new TransactWriteItemsRequest { ClientRequestToken = token, TransactItems = [.. items] }, Db.Stop);

    private static async Task<string> NumberAsync(InMemoryDynamoDb db, string pk) =>
        (await db.Client.GetItemAsync(Db.Table, Db.Key(pk), Db.Stop)).Item["n"].N;
}
