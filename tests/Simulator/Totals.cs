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

    /// <summary>Counts changes, of an item or a shard.</summary>
    public static void Add(ChangeTransaction transaction, string table, string keys, long count = 1) => transaction.Add(new()
    {
        Update = new()
        {
            TableName = Table,
            Key = new() { ["pk"] = new($"{table}/{keys}") },
            UpdateExpression = "ADD n :count",
            ExpressionAttributeValues = new() { [":count"] = new() { N = count.ToString(CultureInfo.InvariantCulture) } },
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

    // With what is kept for the next window, or the next flush.
    private static async Task<long> SumAsync(SimulatedCluster cluster)
    {
        var totals = await ReadAsync(cluster, Table);
        var states = (await ReadAsync(cluster, "simulated")).Where(static row => row["pk"].S.StartsWith("T#", StringComparison.Ordinal));
        return totals.Sum(static item => long.Parse(item["n"].N, CultureInfo.InvariantCulture))
            + states.Sum(static row => row.TryGetValue("state", out var state) ? long.Parse(state.S, CultureInfo.InvariantCulture) : 0);
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(SimulatedCluster cluster, string table)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ScanRequest(table) { ConsistentRead = true };
        do
        {
            var page = await cluster.Client.ScanAsync(request);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }
}
