using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;

namespace DynamoHandlers.Testing.Tests.InMemory;

/// <summary>The SDK's higher models, which users' own code is written against.</summary>
public sealed class SdkModelTests
{
    [DynamoDBTable(Db.Table)]
    public sealed class Order
    {
        [DynamoDBHashKey("pk")]
        public string Id { get; set; } = "";

        [DynamoDBRangeKey("sk")]
        public int Line { get; set; }

        [DynamoDBProperty("status")]
        public string? Status { get; set; }

        public List<string> Tags { get; set; } = [];

        [DynamoDBVersion]
        public int? Version { get; set; }
    }

    [Fact]
    public async Task The_object_model_saves_loads_queries_and_deletes()
    {
        using var db = await Db.NewAsync(sorted: true);
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => db.Client).Build();
        for (var line = 1; line <= 3; line++)
        {
            await context.SaveAsync(new Order { Id = "o1", Line = line, Status = "new", Tags = ["a", "b"] }, Db.Stop);
        }

        var loaded = await context.LoadAsync<Order>("o1", 2, Db.Stop);
        loaded.Status = "paid";
        await context.SaveAsync(loaded, Db.Stop);
        await context.DeleteAsync<Order>("o1", 3, Db.Stop);

        var lines = await context.QueryAsync<Order>("o1").GetRemainingAsync(Db.Stop);
        Assert.Equal([(1, "new", 0), (2, "paid", 1)], lines.Select(static o => (o.Line, o.Status!, o.Version!.Value)));
        Assert.Equal(["a", "b"], lines[0].Tags);
        var paid = await context.ScanAsync<Order>([new ScanCondition("Status", ScanOperator.Equal, "paid")]).GetRemainingAsync(Db.Stop);
        Assert.Equal(2, Assert.Single(paid).Line);
    }

    [Fact]
    public async Task The_object_models_versions_refuse_a_stale_write()
    {
        using var db = await Db.NewAsync(sorted: true);
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => db.Client).Build();
        await context.SaveAsync(new Order { Id = "o1", Line = 1 }, Db.Stop);
        var mine = await context.LoadAsync<Order>("o1", 1, Db.Stop);
        var theirs = await context.LoadAsync<Order>("o1", 1, Db.Stop);
        theirs.Status = "paid";
        await context.SaveAsync(theirs, Db.Stop);

        mine.Status = "cancelled";
        await Assert.ThrowsAsync<Amazon.DynamoDBv2.Model.ConditionalCheckFailedException>(() => context.SaveAsync(mine, Db.Stop));
    }

    [Fact]
    public async Task The_document_model_puts_updates_and_reads()
    {
        using var db = await Db.NewAsync();
        var table = new TableBuilder(db.Client, Db.Table).AddHashKey("pk", DynamoDBEntryType.String).Build();

        await table.PutItemAsync(new Document { ["pk"] = "a", ["n"] = 1, ["nested"] = Document.FromJson("""{"x":[1,"two",null]}""") }, Db.Stop);
        await table.UpdateItemAsync(new Document { ["pk"] = "a", ["n"] = 2 }, Db.Stop);
        var document = await table.GetItemAsync("a", Db.Stop);

        Assert.Equal(2, document["n"].AsInt());
        Assert.Equal("two", document["nested"].AsDocument()["x"].AsDynamoDBList()[1].AsString());
    }

    [Fact]
    public async Task The_object_models_batches_and_transactions_work()
    {
        using var db = await Db.NewAsync(sorted: true);
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => db.Client).Build();
        var batch = context.CreateBatchWrite<Order>(new BatchWriteConfig { SkipVersionCheck = true });
        batch.AddPutItems([new Order { Id = "o1", Line = 1 }, new Order { Id = "o1", Line = 2 }]);
        await batch.ExecuteAsync(Db.Stop);

        var transaction = context.CreateTransactWrite<Order>();
        transaction.AddSaveItem(new Order { Id = "o2", Line = 1, Status = "new" });
        await transaction.ExecuteAsync(Db.Stop);

        var reads = context.CreateBatchGet<Order>();
        reads.AddKey("o1", 1);
        reads.AddKey("o2", 1);
        await reads.ExecuteAsync(Db.Stop);
        Assert.Equal(["o1", "o2"], reads.Results.Select(static o => o.Id).Order(StringComparer.Ordinal));
    }
}
