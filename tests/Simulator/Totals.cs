using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>A table of how many changes each item has had, by handlers whose effect commits with the checkpoint.</summary>
internal static class Totals
{
    private const string Table = "Totals";

    // Late requests may still be on their way when everything is handled.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task CreateAsync(SimulatedCluster cluster) => cluster.Client.CreateTableAsync(new CreateTableRequest
    {
        TableName = Table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new("pk", KeyType.HASH)],
        AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
    });

    /// <summary>Counts one change of an item.</summary>
    public static void Add(ChangeTransaction transaction, string table, string keys) => transaction.Add(new()
    {
        Update = new()
        {
            TableName = Table,
            Key = new() { ["pk"] = new($"{table}/{keys}") },
            UpdateExpression = "ADD n :one",
            ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
        },
    });

    /// <summary>Whether a part of a transaction counts a change.</summary>
    public static bool IsAddition(TransactWriteItem part) => part.Update?.TableName == Table;

    /// <summary>Waits until as many changes are counted as there were, and checks that it stays so.</summary>
    public static async Task CheckAsync(SimulatedCluster cluster)
    {
        var expected = Profile.Tables.Sum(cluster.Core.Deliveries.RecordsOf);
        var end = cluster.Clock.GetUtcNow() + Patience;
        while (await SumAsync(cluster) < expected && cluster.Clock.GetUtcNow() < end)
        {
            await cluster.WaitAsync(TimeSpan.FromSeconds(1));
        }

        await cluster.WaitAsync(TimeSpan.FromSeconds(30));
        var sum = await SumAsync(cluster);
        if (sum != expected)
        {
            cluster.Core.Fail($"{sum} changes have taken effect, and there were {expected}");
        }
    }

    private static async Task<long> SumAsync(SimulatedCluster cluster)
    {
        var sum = 0L;
        var request = new ScanRequest(Table) { ConsistentRead = true };
        do
        {
            var page = await cluster.Client.ScanAsync(request);
            sum += page.Items.Sum(static item => long.Parse(item["n"].N, CultureInfo.InvariantCulture));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return sum;
    }
}
