using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.Simulation;
using DynamoHandlers.Testing.Simulation.Invariants;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Simulation.Tests.Invariants;

/// <summary>
/// A simulation in which nothing runs: a test writes rows and calls handlers in the name of workers, and sees what is
/// found wrong with it.
/// </summary>
internal sealed class Judged : IDisposable
{
    private readonly SimulationCore _core = new(new() { ShardsPerTable = 1 });

    public Judged()
    {
        // The in-memory database answers at once.
        _ = _core.Db.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = "simulated",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
        });
        _ = _core.Db.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = "Items",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" },
        });
        (A, B) = (NewWorker("a"), NewWorker("b"));
    }

    public SimulatedWorker A { get; }

    public SimulatedWorker B { get; }

    public VirtualClock Clock => _core.World;

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Violation => _core.Violation.Task.IsCompletedSuccessfully ? _core.Violation.Task.Result : null;

    public string StreamKey => $"Items/{Stream.Label}";

    public string Shard => Stream.Shards[0].Id;

    private TableStream Stream => _core.Db.Database.FindTable("Items")!.Stream!;

    /// <summary>The key of a shard's lease.</summary>
    public string Lease(string shard) => $"{StreamKey}/{shard}";

    public void Dispose() => _core.Dispose();

    /// <summary>Writes a row in the name of a worker, whatever was there.</summary>
    public void Put(string partition, string sort, params (string Name, object Value)[] attributes) =>
        PutAs("a", partition, sort, attributes);

    public void PutAs(string worker, string partition, string sort, params (string Name, object Value)[] attributes)
    {
        var row = new Dictionary<string, AttributeValue> { ["pk"] = new(partition), ["sk"] = new(sort) };
        foreach (var (name, value) in attributes)
        {
            row[name] = value is string text ? new(text) : new() { N = $"{value}" };
        }

        _core.Tables.Answer(new PutItemRequest { TableName = "simulated", Item = row }, worker);
    }

    /// <summary>Writes a lease.</summary>
    public void PutLease(string shard, string checkpoint, long epoch, string? owner = "a#1", string gate = "open", string state = "open") =>
        Put("L#1#0", Lease(shard), [
            ("st", state), ("gate", gate), ("ep", epoch), ("cp", checkpoint), .. owner is null ? [] : new[] { ("owner", (object)owner) }]);

    public void PutMarker(string shard, string reason) => Put($"R#1#{StreamKey}", shard, ("reason", reason));

    public void Delete(string partition, string sort) => _core.Tables.Answer(
        new DeleteItemRequest { TableName = "simulated", Key = new() { ["pk"] = new(partition), ["sk"] = new(sort) } }, "a");

    /// <summary>Deletes a lease in nobody's name, as by the test's own hand.</summary>
    public void DeleteByHand(string shard) => _ = _core.Db.Client.DeleteItemAsync(
        "simulated", new() { ["pk"] = new("L#1#0"), ["sk"] = new(Lease(shard)) });

    /// <summary>Changes an item; its record goes to the open shard.</summary>
    /// <returns>The record's sequence number.</returns>
    public string Write(string key, int number)
    {
        _ = _core.Db.Client.PutItemAsync("Items", new() { ["pk"] = new(key), ["n"] = new() { N = $"{number}" } });
        return RecordJson.FormatSequence(_core.Db.Database.FindTable("Items")!.Sequence.Last);
    }

    public string Roll() => _core.Db.RollShards("Items")[0].ShardId;

    /// <summary>A run of a shard.</summary>
    public DeliverySource Run(string shard, string identity, long epoch) => new(Stream.Arn, "Items", shard, identity, epoch);

    /// <summary>Calls the handler with a record; the call is out until it is ended.</summary>
    public Call Begin(SimulatedWorker worker, DeliverySource run, string sequence, bool isCancelled = false, int attempt = 1)
    {
        var shard = Stream.Find(run.ShardId)!;
        var json = shard.After(0).First(record => RecordJson.FormatSequence(record.Sequence) == sequence).Json;
        using var page = RecordPage.ParseRecord(json);
        return _core.Deliveries.Begin(
            worker, Items.Handler(static (in _) => default), new HandlerCall(page[0], run, attempt, worker.Services, new(isCancelled)));
    }

    /// <summary>Calls the handler with a record, and it succeeds.</summary>
    public void Handle(SimulatedWorker worker, DeliverySource run, string sequence) =>
        Deliveries.End(Begin(worker, run, sequence), hasSucceeded: true);

    private SimulatedWorker NewWorker(string name)
    {
        var worker = new SimulatedWorker(_core, name, static builder => builder.AddHandler(Items.Handler(static (in _) => default)), null);
        _core.Members.Add(worker);
        return worker;
    }
}
