using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Hosting;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>How the lease table is created, and where.</summary>
public sealed class LeaseTableTests
{
    [Fact]
    public Task By_default_it_is_paid_on_demand_and_has_nothing_that_was_not_asked_for() => WorkerFixture.RunAsync(async fixture =>
    {
        CreateTableRequest? sent = null;
        var connection = fixture.Connect();
        connection.Before = call =>
        {
            sent = call.Request as CreateTableRequest ?? sent;
            Assert.NotEqual("UpdateContinuousBackups", call.Operation);
            return Task.CompletedTask;
        };
        var table = await CreatedAsync(fixture, connection, configure: null);

        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        Assert.Null(sent!.Tags);
        Assert.Null(sent.DeletionProtectionEnabled);
        Assert.Null(sent.ProvisionedThroughput);
    });

    [Fact]
    public Task It_is_created_as_the_options_say() => WorkerFixture.RunAsync(async fixture =>
    {
        var table = await CreatedAsync(fixture, fixture.Connect(), AskForEverything);

        Assert.Equal(BillingMode.PROVISIONED, table.BillingModeSummary.BillingMode);
        Assert.Equal((10L, 20L), (table.ProvisionedThroughput.ReadCapacityUnits, table.ProvisionedThroughput.WriteCapacityUnits));
        Assert.True(table.DeletionProtectionEnabled);
        var tags = await fixture.Db.Client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = table.TableArn });
        Assert.Equal(["team=mail"], tags.Tags.Select(static tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(PointInTimeRecoveryStatus.ENABLED, await RecoveryAsync(fixture));
        Assert.Empty(fixture.LoggedWith("Warning"));
    });

    // Right after its creation the service refuses to enable the recovery of a table for a while.
    [Fact]
    public Task Recovery_is_enabled_once_the_service_is_ready_for_it() => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        var refusals = 5;
        connection.Before = call => call.Operation == "UpdateContinuousBackups" && refusals-- > 0
            ? throw new ContinuousBackupsUnavailableException("Backups are being enabled for the table")
            : Task.CompletedTask;
        await CreatedAsync(fixture, connection, AskForEverything);

        Assert.Equal(PointInTimeRecoveryStatus.ENABLED, await RecoveryAsync(fixture));
        Assert.Empty(fixture.LoggedWith("Warning"));
    });

    [Fact]
    public Task A_worker_that_may_not_enable_recovery_says_so_and_works() => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        connection.Before = static call => call.Operation == "UpdateContinuousBackups"
            ? throw new AmazonDynamoDBException("not authorized to perform: dynamodb:UpdateContinuousBackups")
            : Task.CompletedTask;
        await CreatedAsync(fixture, connection, AskForEverything);

        Assert.Contains("not authorized", Assert.Single(fixture.LoggedWith("point-in-time recovery could not be enabled")), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_table_that_exists_is_used_as_it_is_and_what_differs_is_said() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreatedAsync(fixture, fixture.Connect(), configure: null);
        Assert.Empty(fixture.LoggedWith("used as it is"));
        var table = await CreatedAsync(fixture, fixture.Connect(), AskForEverything);

        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        Assert.False(table.DeletionProtectionEnabled);
        Assert.Equal(PointInTimeRecoveryStatus.DISABLED, await RecoveryAsync(fixture));
        var said = Assert.Single(fixture.LoggedWith("used as it is"));
        Assert.Contains("paid on demand, not provisioned, it is not protected from deletion", said, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_client_of_its_own_keeps_it_elsewhere_and_says_that_transactions_are_not_possible() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var elsewhere = new InMemoryDynamoDb(fixture.Clock);
        var seen = new List<string>();
        using var worker = fixture.Worker(
            fixture.Connect(),
            configure: null,
            host => host.Services.AddDynamoHandlers().UseLeaseTableClient(_ => elsewhere.Client),
            WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();

        Assert.Equal(["app"], (await elsewhere.Client.ListTablesAsync()).TableNames);
        Assert.Equal(["Items"], (await fixture.Db.Client.ListTablesAsync()).TableNames);
        Assert.Contains("exactly once", Assert.Single(fixture.LoggedWith("client of its own")), StringComparison.Ordinal);
        Assert.False(Clients(worker).LeasesAreBesideTables);
    });

    // It is another table, however it is called.
    [Fact]
    public Task Elsewhere_it_may_be_called_like_a_handled_table() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync("app");
        using var elsewhere = new InMemoryDynamoDb(fixture.Clock);
        using var worker = fixture.Worker(
            fixture.Connect(),
            configure: null,
            host => host.Services.AddDynamoHandlers().UseLeaseTableClient(_ => elsewhere.Client),
            WorkerFixture.Recorder([], "app"));
        await worker.StartAsync();
        await worker.StopAsync();
    });

    [Fact]
    public Task Usually_it_is_beside_the_tables_and_nothing_is_said() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await worker.StopAsync();

        Assert.True(Clients(worker).LeasesAreBesideTables);
        Assert.Empty(fixture.LoggedWith("client of its own"));
    });

    [Fact]
    public void Its_region_and_URL_make_a_client_of_its_own()
    {
        var options = new DynamoHandlersOptions { Application = "app", Endpoint = new Uri("http://localhost:8000") };
        options.LeaseTable.Region = "eu-west-1";
        using (var clients = DynamoDbClients.Create(options, null, null, TimeProvider.System))
        {
            Assert.Equal("region eu-west-1", DynamoDbClients.PlaceOf(clients.Leases));
            Assert.Equal("http://localhost:8000/", DynamoDbClients.PlaceOf(clients.Tables));
            Assert.False(clients.LeasesAreBesideTables);
        }

        options.LeaseTable.Endpoint = new Uri("http://localhost:8001");
        using (var clients = DynamoDbClients.Create(options, null, null, TimeProvider.System))
        {
            Assert.Equal("http://localhost:8001/", DynamoDbClients.PlaceOf(clients.Leases));
            Assert.Equal("eu-west-1", clients.Leases.Config.AuthenticationRegion);
        }

        (options.LeaseTable.Endpoint, options.LeaseTable.Region) = (null, null);
        using (var clients = DynamoDbClients.Create(options, null, null, TimeProvider.System))
        {
            Assert.True(clients.LeasesAreBesideTables);
        }
    }

    private static void AskForEverything(DynamoHandlersOptions options)
    {
        (options.LeaseTable.ReadCapacityUnits, options.LeaseTable.WriteCapacityUnits) = (10, 20);
        options.LeaseTable.Tags["team"] = "mail";
        (options.LeaseTable.DeletionProtection, options.LeaseTable.PointInTimeRecovery) = (true, true);
    }

    // A worker that starts, handles a record and stops; and the lease table after it.
    private static async Task<TableDescription> CreatedAsync(
        WorkerFixture fixture, Connection connection, Action<DynamoHandlersOptions>? configure)
    {
        if (!(await fixture.Db.Client.ListTablesAsync()).TableNames.Contains("Items"))
        {
            await fixture.CreateTableAsync();
        }

        var seen = new List<string>();
        using var worker = fixture.Worker(connection, configure, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", (int)(fixture.Clock.GetTimestamp() / TimeSpan.TicksPerMillisecond));
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();
        return (await fixture.Db.Client.DescribeTableAsync("app")).Table;
    }

    private static async Task<PointInTimeRecoveryStatus> RecoveryAsync(WorkerFixture fixture)
    {
        var backups = await fixture.Db.Client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = "app" });
        return backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus;
    }

    private static DynamoDbClients Clients(IHost worker) => worker.Services.GetRequiredService<DynamoDbClients>();
}
