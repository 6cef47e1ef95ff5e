using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <remarks>
/// Not compared: an update that cannot be applied, for which DynamoDB Local answers ValidationException where the service
/// cancels the transaction with the reason ValidationError; and the items of reasons, which DynamoDB Local never returns.
/// </remarks>
public sealed class TransactionTests(Twins twins) : IClassFixture<Twins>
{
    [Fact]
    public async Task A_transaction_writes_all()
    {
        await FillAsync();

        await WriteAsync(
            () => Put("a", 10),
            () => Update("b", "SET n = n + :n", 5),
            () => Delete("c"),
            () => Check("d", "n = :n", 4));

        await CompareItemsAsync();
    }

    [Fact]
    public async Task A_transaction_with_a_failed_condition_writes_nothing_and_says_which()
    {
        await FillAsync();

        await WriteAsync(() => Put("a", 10), () => Check("b", "n = :n", 99), () => Delete("c", "n = :n", 98), () => Put("new", 1));

        await CompareItemsAsync();
    }

    [Fact]
    public async Task Requests_that_are_no_transactions_are_refused_alike()
    {
        await FillAsync();

        await WriteAsync();
        await WriteAsync(() => new TransactWriteItem());
        await WriteAsync(() => Put("a", 1), () => Delete("a"));
        await WriteAsync(() => Put("a", 1), () => Put("a", 2));
        await WriteAsync(() => new TransactWriteItem { Put = Put("a", 1).Put, Delete = Delete("b").Delete });
        await WriteAsync(() => Check("a", "n = ", 1));
        await WriteAsync(() => Check("a", "n = n", 1));
        await WriteAsync(() => Update("a", "SET pk = :n", 1));
        await WriteAsync(() => Update("a", "SET n = :undefined", 1));
        await WriteAsync(Enumerable.Range(0, 101).Select(i => (Func<TransactWriteItem>)(() => Put($"many{i}", i))).ToArray());
        await twins.SameAsync(() => new TransactWriteItemsRequest
        {
            TransactItems = [new TransactWriteItem { Delete = new Delete { TableName = "no-such-table", Key = Items.Read("""{"pk":"a"}""") } }],
        });

        await CompareItemsAsync();
    }

    [Fact]
    public async Task A_token_makes_a_transaction_idempotent()
    {
        await FillAsync();
        var token = Guid.NewGuid().ToString();

        await WriteAsync(token, () => Update("a", "SET n = n + :n", 5));
        await WriteAsync(token, () => Update("a", "SET n = n + :n", 5));
        await WriteAsync(token, () => Update("a", "SET n = n + :n", 6));

        await CompareItemsAsync();
    }

    [Fact]
    public async Task A_transaction_reads_all()
    {
        await FillAsync();

        await twins.SameAsync(() => new TransactGetItemsRequest
        {
            TransactItems =
            [
                Get("a"),
                Get("gone"),
                new TransactGetItem { Get = new Get { TableName = twins.Name(Twins.Simple), Key = Key("b"), ProjectionExpression = "n" } },
            ],
        });
        await twins.SameAsync(() => new TransactGetItemsRequest { TransactItems = [] });
    }

    [Fact]
    public async Task Batches_write_and_read_alike()
    {
        await FillAsync();

        await BatchAsync(PutRequest("a", 100), PutRequest("z", 1), DeleteRequest("b"), DeleteRequest("gone"));
        await CompareItemsAsync();
        await BatchAsync();
        await BatchAsync(new WriteRequest());
        await BatchAsync(PutRequest("a", 1), DeleteRequest("a"));
        await BatchAsync(Enumerable.Range(0, 26).Select(static i => PutRequest($"many{i}", i)).ToArray());
        await BatchAsync(PutRequest("a", 5), new WriteRequest(new PutRequest(Items.Read("""{"n":1}"""))));
        await CompareItemsAsync();

        await BatchGetAsync("a", "b", "gone");
        await BatchGetAsync("a", "a");
        await BatchGetAsync();
        await BatchGetAsync(Enumerable.Range(0, 101).Select(static i => $"{i}").ToArray());
    }

    private async Task FillAsync()
    {
        foreach (var (key, n) in new[] { ("a", 1), ("b", 2), ("c", 3), ("d", 4) })
        {
            await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read($$"""{"pk":"{{key}}","n":{{n}}}""")));
        }
    }

    private async Task CompareItemsAsync() => await twins.SameAsync(() => new ScanRequest(twins.Name(Twins.Simple)));

    private Task WriteAsync(params Func<TransactWriteItem>[] writes) => WriteAsync(null, writes);

    private async Task WriteAsync(string? token, params Func<TransactWriteItem>[] writes) =>
        await twins.SameAsync(() => new TransactWriteItemsRequest
        {
            ClientRequestToken = token,
            TransactItems = writes.Select(static write => write()).ToList(),
        });

    private async Task BatchAsync(params WriteRequest[] writes) => await twins.SameAsync(() =>
        new BatchWriteItemRequest(new Dictionary<string, List<WriteRequest>> { [twins.Name(Twins.Simple)] = [.. writes] }));

    private async Task BatchGetAsync(params string[] keys) => await twins.SameAsync(() => new BatchGetItemRequest(
        new Dictionary<string, KeysAndAttributes> { [twins.Name(Twins.Simple)] = new() { Keys = keys.Select(Key).ToList() } }));

    private TransactWriteItem Put(string key, int n) => new()
    {
        Put = new Put { TableName = twins.Name(Twins.Simple), Item = Items.Read($$"""{"pk":"{{key}}","n":{{n}}}""") },
    };

    private TransactWriteItem Update(string key, string update, int n) => new()
    {
        Update = new Update
        {
            TableName = twins.Name(Twins.Simple),
            Key = Key(key),
            UpdateExpression = update,
            ExpressionAttributeValues = Values(update, n),
        },
    };

    private TransactWriteItem Delete(string key, string? condition = null, int n = 0) => new()
    {
        Delete = new Delete
        {
            TableName = twins.Name(Twins.Simple),
            Key = Key(key),
            ConditionExpression = condition,
            ExpressionAttributeValues = Values(condition, n),
        },
    };

    private TransactWriteItem Check(string key, string condition, int n) => new()
    {
        ConditionCheck = new ConditionCheck
        {
            TableName = twins.Name(Twins.Simple),
            Key = Key(key),
            ConditionExpression = condition,
            ExpressionAttributeValues = Values(condition, n),
        },
    };

    private TransactGetItem Get(string key) => new() { Get = new Get { TableName = twins.Name(Twins.Simple), Key = Key(key) } };

    private static WriteRequest PutRequest(string key, int n) => new(new PutRequest(Items.Read($$"""{"pk":"{{key}}","n":{{n}}}""")));

    private static WriteRequest DeleteRequest(string key) => new(new DeleteRequest(Key(key)));

    private static Dictionary<string, AttributeValue> Key(string key) => new() { ["pk"] = new AttributeValue(key) };

    private static Dictionary<string, AttributeValue>? Values(string? expression, int n) =>
        Requests.ValuesIn($$"""{":n":{{n}}}""", expression);
}
