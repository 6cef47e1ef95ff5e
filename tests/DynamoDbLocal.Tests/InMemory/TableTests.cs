using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class TableTests(Twins twins) : IClassFixture<Twins>
{
    [Fact]
    public async Task Tables_come_and_go_alike()
    {
        var name = twins.Name("coming");

        await twins.SameAsync(() => new DescribeTableRequest(name));
        await twins.SameAsync(() => NewTable(name));
        await twins.SameAsync(() => NewTable(name));
        await twins.SameAsync(() => new PutItemRequest(name, Items.Read("""{"pk":"a"}""")));
        await twins.SameAsync(() => new DescribeTableRequest(name));
        await twins.SameAsync(() => new DeleteTableRequest(name));
        await twins.SameAsync(() => new DescribeTableRequest(name));
        await twins.SameAsync(() => new DeleteTableRequest(name));
        await twins.SameAsync(() => new PutItemRequest(name, Items.Read("""{"pk":"a"}""")));
        await twins.SameAsync(() => new GetItemRequest(name, Items.Read("""{"pk":"a"}"""), true));
        await twins.SameAsync(() => new ScanRequest(name));
    }

    [Fact]
    public async Task Declarations_that_make_no_sense_are_refused_alike()
    {
        await RefusedAsync(static r => r.TableName = "x");
        await RefusedAsync(static r => r.TableName = "has space");
        await RefusedAsync(static r => r.KeySchema = []);
        await RefusedAsync(static r => r.KeySchema = [new("other", KeyType.HASH)]);
        await RefusedAsync(static r => r.KeySchema = [new("pk", KeyType.RANGE)]);
        await RefusedAsync(static r => r.KeySchema.Add(new("pk", KeyType.RANGE)));
        await RefusedAsync(static r => r.AttributeDefinitions.Add(new("unused", ScalarAttributeType.S)));
        await RefusedAsync(static r => r.AttributeDefinitions = []);
        await RefusedAsync(static r => r.BillingMode = null);
        await RefusedAsync(static r => r.StreamSpecification = new StreamSpecification { StreamEnabled = true });
        await RefusedAsync(static r => r.StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = "SOME" });
    }

    [Fact]
    public async Task Streams_are_switched_on_and_off_alike()
    {
        var name = twins.Name("switched");
        await twins.SameAsync(() => NewTable(name));

        await SwitchAsync(name, "KEYS_ONLY");
        await SwitchAsync(name, "KEYS_ONLY");
        await SwitchAsync(name, null);
        await twins.SameAsync(() => new DescribeTableRequest(name));
        await SwitchAsync(name, "NEW_IMAGE");
        await twins.SameAsync(() => new DescribeTableRequest(name));

        await twins.SameAsync(() => new DeleteTableRequest(name));
    }

    [Fact]
    public async Task Time_to_live_is_switched_alike()
    {
        var name = twins.Name("expiring");
        await twins.SameAsync(() => NewTable(name));

        await twins.SameAsync(() => new DescribeTimeToLiveRequest { TableName = name });
        await ExpireAsync(name, true);
        await twins.SameAsync(() => new DescribeTimeToLiveRequest { TableName = name });
        await ExpireAsync(name, true);

        await twins.SameAsync(() => new DeleteTableRequest(name));
    }

    [Fact]
    public async Task Indexes_are_queried_alike()
    {
        var name = twins.Name("indexed");
        await twins.SameAsync(() => Indexed(name));
        foreach (var item in new[]
        {
            """{"pk":"a","sk":1,"status":"new","at":5,"note":"x"}""",
            """{"pk":"b","sk":1,"status":"new","at":3,"note":"y"}""",
            """{"pk":"c","sk":1,"status":"paid","at":1}""",
            """{"pk":"d","sk":1,"status":"new"}""",
            """{"pk":"a","sk":2,"at":2,"note":"z"}""",
            """{"pk":"a","sk":3,"status":5}""",
            """{"pk":"a","sk":4,"at":"late"}""",
        })
        {
            await twins.SameAsync(() => new PutItemRequest(name, Items.Read(item)));
        }

        foreach (var (index, condition) in new[] { ("byStatus", "#s = :new"), ("byStatus", "#s = :new AND at > :n"), ("byAt", "pk = :a"), ("byAt", "pk = :a AND at < :n"), ("none", "pk = :a"), ("byStatus", "pk = :a") })
        {
            foreach (var forward in new[] { true, false })
            {
                await twins.SameAsync(() => new QueryRequest(name)
                {
                    IndexName = index,
                    KeyConditionExpression = condition,
                    ScanIndexForward = forward,
                    ExpressionAttributeNames = condition.Contains("#s") ? new() { ["#s"] = "status" } : null,
                    ExpressionAttributeValues = Requests.ValuesIn("""{":new":"new",":n":4,":a":"a"}""", condition),
                });
            }
        }

        await twins.SameAsync(() => new ScanRequest(name) { IndexName = "byStatus" });
        await twins.SameAsync(() => new ScanRequest(name) { IndexName = "byStatus", ConsistentRead = true });
        await twins.SameAsync(() => new ScanRequest(name) { IndexName = "byAt", ConsistentRead = true });
        await twins.SameAsync(() => new UpdateItemRequest
        {
            TableName = name,
            Key = Items.Read("""{"pk":"a","sk":1}"""),
            UpdateExpression = "SET at = :a",
            ExpressionAttributeValues = Items.Read("""{":a":"a"}"""),
        });
        await twins.SameAsync(() => new DeleteTableRequest(name));
    }

    private async Task RefusedAsync(Action<CreateTableRequest> spoil)
    {
        var outcome = await twins.SameAsync(() =>
        {
            var request = NewTable(twins.Name("refused"));
            spoil(request);
            return request;
        });
        Assert.Contains("ValidationException", outcome);
    }

    private async Task SwitchAsync(string name, string? viewType) => await twins.SameAsync(() => new UpdateTableRequest
    {
        TableName = name,
        StreamSpecification = new StreamSpecification { StreamEnabled = viewType is not null, StreamViewType = viewType },
    });

    private async Task ExpireAsync(string name, bool enabled) => await twins.SameAsync(() => new UpdateTimeToLiveRequest
    {
        TableName = name,
        TimeToLiveSpecification = new TimeToLiveSpecification { AttributeName = "expires", Enabled = enabled },
    });

    private static CreateTableRequest NewTable(string name) => new()
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
        AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
    };

    private static CreateTableRequest Indexed(string name)
    {
        var request = NewTable(name);
        request.KeySchema.Add(new("sk", KeyType.RANGE));
        request.AttributeDefinitions.AddRange(
            [new("sk", ScalarAttributeType.N), new("status", ScalarAttributeType.S), new("at", ScalarAttributeType.N)]);
        request.GlobalSecondaryIndexes =
        [
            new GlobalSecondaryIndex
            {
                IndexName = "byStatus",
                KeySchema = [new("status", KeyType.HASH), new("at", KeyType.RANGE)],
                Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ];
        request.LocalSecondaryIndexes =
        [
            new LocalSecondaryIndex
            {
                IndexName = "byAt",
                KeySchema = [new("pk", KeyType.HASH), new("at", KeyType.RANGE)],
                Projection = new Projection { ProjectionType = ProjectionType.ALL },
            },
        ];
        return request;
    }
}
