using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Orders.Model;

namespace Orders.Shop;

/// <summary>The table of orders, as the shop writes it.</summary>
public sealed class OrderTable(IAmazonDynamoDB db, TimeProvider clock)
{
    public const string Name = "Orders";

    /// <summary>Creates the table with its stream, unless it is there.</summary>
    public async Task EnsureAsync(CancellationToken stop)
    {
        if (await StatusAsync(stop) is null)
        {
            await CreateAsync(stop);
        }

        while (await StatusAsync(stop) != TableStatus.ACTIVE)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), clock, stop);
        }

        var ttl = await db.DescribeTimeToLiveAsync(Name, stop);
        if (ttl.TimeToLiveDescription.TimeToLiveStatus == TimeToLiveStatus.DISABLED)
        {
            await EnableTimeToLiveAsync(stop);
        }
    }

    public Task PutAsync(Order order, CancellationToken stop) => db.PutItemAsync(Name, ToItem(order), stop);

    public Task SetStatusAsync(string id, OrderStatus status, CancellationToken stop) => db.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = Name,
            Key = Key(id),
            UpdateExpression = "SET #status = :status REMOVE expires",
            ExpressionAttributeNames = new() { ["#status"] = "status" },
            ExpressionAttributeValues = new() { [":status"] = Number((int)status) },
        },
        stop);

    public Task DeleteAsync(string id, CancellationToken stop) => db.DeleteItemAsync(Name, Key(id), stop);

    // Null for none: right after its creation AWS may still say so.
    private async Task<TableStatus?> StatusAsync(CancellationToken stop)
    {
        try
        {
            return (await db.DescribeTableAsync(Name, stop)).Table.TableStatus;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private Task<UpdateTimeToLiveResponse> EnableTimeToLiveAsync(CancellationToken stop) => db.UpdateTimeToLiveAsync(
        new UpdateTimeToLiveRequest
        {
            TableName = Name,
            TimeToLiveSpecification = new() { AttributeName = "expires", Enabled = true },
        },
        stop);

    private Task<CreateTableResponse> CreateAsync(CancellationToken stop) => db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES },
        },
        stop);

    private static Dictionary<string, AttributeValue> ToItem(Order order)
    {
        var item = Key(order.Id);
        item["customer"] = new(order.Customer);
        item["status"] = Number((int)order.Status);
        item["placed"] = new(order.Placed.ToString("O", CultureInfo.InvariantCulture));
        item["lines"] = new() { L = [.. order.Lines.Select(ToValue)] };
        if (order.Expires is { } expires)
        {
            item["expires"] = Number(new DateTimeOffset(expires).ToUnixTimeSeconds());
        }

        return item;
    }

    private static AttributeValue ToValue(OrderLine line) => new()
    {
        M = new()
        {
            ["sku"] = new(line.Sku),
            ["qty"] = Number(line.Quantity),
            ["price"] = Number(line.Price),
        },
    };

    private static Dictionary<string, AttributeValue> Key(string id) => new() { ["pk"] = new(id) };

    private static AttributeValue Number(decimal value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
