using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>Rewinds of workers that run, asked for by a host that is not started.</summary>
public sealed class RewindTests(DynamoDbLocalServer server) : IDisposable
{
    private const int Parcels = 20;

    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _table = $"Parcels-{Guid.NewGuid():n}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Application => $"{_table}-leases";

    [Fact]
    public async Task A_fleet_that_is_rewound_while_it_runs_delivers_everything_again_and_the_lease_table_stays()
    {
        await CreateTableAsync();
        await using var a = NewWorker("a");
        await using var b = NewWorker("b");
        await a.StartAsync();
        await b.StartAsync();
        for (var i = 0; i < Parcels; i++)
        {
            await _db.PutItemAsync(_table, new() { ["pk"] = new(i.ToString("D2", CultureInfo.InvariantCulture)) }, Stop);
        }

        await UntilAsync(Parcels);
        var leases = (await _db.DescribeTableAsync(Application, Stop)).Table;
        await using var services = NewOperator();
        var rewind = services.GetRequiredService<IRewind>();

        await rewind.RewindAsync(RewindPosition.TrimHorizon, Stop);
        await UntilAsync(2 * Parcels);

        Assert.Equal(leases.TableId ?? leases.TableArn, await IdAsync());
        Assert.Equal(leases.CreationDateTime, (await _db.DescribeTableAsync(Application, Stop)).Table.CreationDateTime);
        var lease = Assert.Single(await LeasesAsync("L#2#"));
        Assert.All(await LeasesAsync("L#1#"), static old => Assert.Equal("closed", old["st"].S));

        var shard = lease["sk"].S.Split('/')[2];
        await rewind.RewindShardAsync("Parcels", shard, RewindPosition.TrimHorizon, Stop);
        await UntilAsync(3 * Parcels);

        await a.StopAsync();
        await b.StopAsync();
        Assert.All(
            a.Delivered.Concat(b.Delivered).GroupBy(static parcel => parcel), static parcel => Assert.Equal(3, parcel.Count()));
        Assert.All(a.Logged.Concat(b.Logged), static line => Assert.False(line.StartsWith("Error", StringComparison.Ordinal), line));

        async Task<string> IdAsync()
        {
            var table = (await _db.DescribeTableAsync(Application, Stop)).Table;
            return table.TableId ?? table.TableArn;
        }

        Task UntilAsync(int count) => a.UntilAsync(a => a.Delivered.Count + b.Delivered.Count >= count);
    }

    [Fact]
    public async Task A_rewind_before_the_application_has_ever_run_is_refused_with_the_reason()
    {
        await using var services = NewOperator();
        var e = await Assert.ThrowsAsync<RewindException>(
            () => services.GetRequiredService<IRewind>().RewindAsync(RewindPosition.TrimHorizon, Stop));
        Assert.StartsWith($"There is no lease table '{Application}'", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _db.Dispose();

    private async Task<List<Dictionary<string, AttributeValue>>> LeasesAsync(string partition)
    {
        var rows = await _db.ScanAsync(new ScanRequest(Application) { ConsistentRead = true }, Stop);
        return rows.Items.FindAll(row => row["pk"].S.StartsWith(partition, StringComparison.Ordinal));
    }

    private WorkerHost NewWorker(string name) => new(LabelDeskDispatcher.AddTo, options => Configure(options, name));

    private ServiceProvider NewOperator()
    {
        var services = new ServiceCollection();
        services.AddDynamoHandlers(options => Configure(options, "operator"));
        return services.BuildServiceProvider();
    }

    private void Configure(DynamoHandlersOptions options, string name)
    {
        options.Application = Application;
        options.WorkerId = name;
        options.Endpoint = new(server.Endpoint);
        options.Tables["Parcels"] = _table;
    }

    private Task<CreateTableResponse> CreateTableAsync() => _db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = _table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" },
        },
        Stop);
}
