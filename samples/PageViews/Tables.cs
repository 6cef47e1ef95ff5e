using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace PageViews;

/// <summary>The tables of the sample.</summary>
internal static class Tables
{
    public const string PageViews = "PageViews";
    public const string CustomerViews = "CustomerViews";

    /// <summary>Creates those that are not there.</summary>
    public static async Task EnsureAsync(IAmazonDynamoDB db, CancellationToken stop)
    {
        await EnsureAsync(db, PageViews, hasStream: true, stop);
        await EnsureAsync(db, CustomerViews, hasStream: false, stop);
    }

    private static async Task EnsureAsync(IAmazonDynamoDB db, string table, bool hasStream, CancellationToken stop)
    {
        try
        {
            await db.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = table,
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                    KeySchema = [new("pk", KeyType.HASH)],
                    AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
                    StreamSpecification = hasStream ? new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES } : null,
                },
                stop);
        }
        catch (ResourceInUseException)
        {
            // It is there.
        }
    }
}
