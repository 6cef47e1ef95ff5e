using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>A table of items with the key "pk" and a number "n", and handlers for it.</summary>
internal static class Items
{
    public static Task CreateTableAsync(this SimulatedCluster cluster, string name = "Items") => cluster.Client.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = name,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" },
        });

    public static Task PutAsync(this SimulatedCluster cluster, string key, int number, string table = "Items") =>
        cluster.Client.PutItemAsync(table, new()
        {
            ["pk"] = new(key),
            ["n"] = new() { N = number.ToString(CultureInfo.InvariantCulture) },
        });

    /// <summary>Writes a new number to each of some items.</summary>
    public static async Task PutManyAsync(this SimulatedCluster cluster, int keys, int number, string table = "Items")
    {
        for (var i = 0; i < keys; i++)
        {
            await cluster.PutAsync($"item-{i}", number, table);
        }
    }

    public static Task<SimulatedWorker> StartAsync(
        this SimulatedCluster cluster, Action<DynamoHandlersOptions>? options = null, string? name = null, HandlerInvoker? handle = null) =>
        cluster.StartWorkerAsync(worker => worker.AddHandler(Handler(handle ?? ((in _) => default))), options, name);

    public static HandlerDescriptor Handler(HandlerInvoker invoke, string table = "Items", string name = "Handler") => new()
    {
        Name = name,
        Table = table,
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.None,
        Invoke = invoke,
    };
}
