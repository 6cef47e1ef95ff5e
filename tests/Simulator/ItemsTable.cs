using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>A table of items with the key "pk" and a number "n", and workers that handle it at once.</summary>
internal static class ItemsTable
{
    public const string Name = "Items";

    public static Task<CreateTableResponse> CreateTableAsync(this SimulatedCluster cluster, string name = Name) =>
        cluster.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.KEYS_ONLY },
        });

    public static Task<PutItemResponse> PutAsync(this SimulatedCluster cluster, int item, int number) =>
        cluster.Client.PutItemAsync(Name, new()
        {
            ["pk"] = new($"item-{item}"),
            ["n"] = new() { N = number.ToString(CultureInfo.InvariantCulture) },
        });

    /// <param name="cluster">The cluster.</param>
    /// <param name="maxPollDelay">How often idle shards are read: not what is looked at where leases are.</param>
    public static Task<SimulatedWorker> StartWorkerAsync(this SimulatedCluster cluster, TimeSpan maxPollDelay) => cluster.StartWorkerAsync(
        worker => worker.AddHandler(new HandlerDescriptor
        {
            Name = "ItemsHandler",
            Table = Name,
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Invoke = static (in _) => default,
        }),
        options => options.MaxPollDelay = maxPollDelay);
}
