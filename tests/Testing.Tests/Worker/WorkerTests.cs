using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Testing.Tests.Worker;

/// <summary>Generated handlers in a whole worker on an in-memory DynamoDB, in virtual time.</summary>
[Collection<VirtualTimeAlone>]
public sealed class WorkerTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly WarehouseLog _log = new();
    private readonly InMemoryDynamoDb _db;

    public WorkerTests() => _db = new(_clock, new() { ShardsPerTable = 1 });

    public void Dispose() => _db.Dispose();

    [Fact]
    public Task One_class_serves_two_tables_whose_streams_carry_different_things() => VirtualTime.RunAsync(_clock, async () =>
    {
        await CreateTableAsync("Stock", StreamViewType.KEYS_ONLY);
        await CreateTableAsync("Freight", StreamViewType.NEW_AND_OLD_IMAGES);
        using var worker = Worker("Stock", "Freight");
        await worker.StartAsync();

        await PutAsync("Stock", "BIN#1");
        await UntilAsync(1);
        await PutAsync("Freight", "1", ("kind", "Parcel"), ("Weight", "1"));
        await UntilAsync(2);
        await PutAsync("Freight", "1", ("kind", "Parcel"), ("Weight", "2"));
        await UntilAsync(4);
        await PutAsync("Stock", "SHELF#LOW");
        await PutAsync("Stock", "SHELF#HIGH");
        await UntilAsync(5);
        await PutAsync("Freight", "1", ("kind", "Letter"));
        await UntilAsync(7);
        await DeleteAsync("Stock", "BIN#1");
        await UntilAsync(8);
        await worker.StopAsync();

        Assert.Equal(
            [
                """bin Insert Stock {"pk":{"S":"BIN#1"}}""",
                "parcel Insert Freight 1",
                "parcel Modify Freight 1",
                "weighed 1 -> 2",
                """high shelf {"pk":{"S":"SHELF#HIGH"}}""",
                "parcel Remove Freight 1",
                "letter Insert 1",
                """bin Remove Stock {"pk":{"S":"BIN#1"}}""",
            ],
            _log.Lines);
    });

    [Theory]
    [InlineData("OLD_IMAGE")]
    [InlineData("NEW_AND_OLD_IMAGES")]
    public Task Expired_items_are_told_apart_by_what_they_were(string viewType) => VirtualTime.RunAsync(_clock, async () =>
    {
        await CreateTableAsync("Passes", viewType);
        await _db.Client.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
        {
            TableName = "Passes",
            TimeToLiveSpecification = new() { AttributeName = "expires", Enabled = true },
        });
        using var worker = Worker("Passes");
        await worker.StartAsync();

        var expires = _clock.GetUtcNow().AddSeconds(10).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await PutAsync("Passes", "a", ("kind", "day/child"), ("expires", expires));
        await PutAsync("Passes", "b", ("kind", "month"), ("expires", expires));
        await PutAsync("Passes", "c", ("kind", "day"));
        await DeleteAsync("Passes", "c");
        await UntilAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(20), _clock);
        Assert.Equal(2, _db.ExpireItems());
        await PutAsync("Passes", "d", ("kind", "year"), ("expires", expires));
        await UntilAsync(2);
        Assert.Equal(1, _db.ExpireItems());
        await UntilAsync(3);
        await worker.StopAsync();

        Assert.Equal(["returned c", "expired a", "ended Service"], _log.Lines);
    });

    private IHost Worker(params string[] tables)
    {
        var host = Host.CreateEmptyApplicationBuilder(null);
        host.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        host.Services.AddSingleton(new Random(1)).AddSingleton(_log);
        host.Services.AddDynamoHandlers(static o => (o.Application, o.WorkerId) = ("warehouse", "worker"))
            .AddDynamoHandlersTestingTestsHandlers()
            .UseInMemory(_db);

        // The other tests' handlers, of tables that are not there.
        foreach (var service in host.Services.ToArray())
        {
            if (!service.IsKeyedService && service.ImplementationInstance is HandlerDescriptor handler && !tables.Contains(handler.Table))
            {
                host.Services.Remove(service);
            }
        }

        return host.Build();
    }

    private async Task UntilAsync(int lines)
    {
        var end = _clock.GetUtcNow().AddSeconds(120);
        while (_log.Lines.Count < lines)
        {
            Assert.True(_clock.GetUtcNow() < end, $"Only: {string.Join("; ", _log.Lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), _clock);
        }
    }

    private Task<CreateTableResponse> CreateTableAsync(string name, string viewType) => _db.Client.CreateTableAsync(new CreateTableRequest
    {
        TableName = name,
        KeySchema = [new("pk", KeyType.HASH)],
        AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
        StreamSpecification = new() { StreamEnabled = true, StreamViewType = viewType },
    });

    private Task<PutItemResponse> PutAsync(string table, string key, params (string Name, string Text)[] attributes) => _db.Client.PutItemAsync(
        table,
        attributes.Append(("pk", key)).ToDictionary(
            static a => a.Item1,
            static a => a.Item1 is "Weight" or "expires" ? new AttributeValue { N = a.Item2 } : new AttributeValue(a.Item2)));

    private Task<DeleteItemResponse> DeleteAsync(string table, string key) => _db.Client.DeleteItemAsync(table, new() { ["pk"] = new(key) });
}

/// <summary>Virtual time needs the thread pool for itself.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class VirtualTimeAlone;
