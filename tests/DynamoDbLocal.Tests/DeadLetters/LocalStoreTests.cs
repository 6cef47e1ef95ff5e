using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.DeadLetters;
using DynamoHandlers.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.DynamoDbLocal.Tests.DeadLetters;

/// <summary>The store of dead letters on DynamoDB Local.</summary>
public sealed class LocalStoreTests(DynamoDbLocalServer server) : DeadLetterStoreTests, IAsyncLifetime
{
    private static int _tables;

    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _table = $"letters-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";

    protected override IDeadLetterStore Store => field ??= MakeStore();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _db.DeleteTableAsync(_table);
        }
        catch (ResourceNotFoundException)
        {
            // The test has put nothing.
        }

        _db.Dispose();
    }

    [Fact]
    public async Task The_table_is_paid_on_demand_and_its_rows_expire()
    {
        await Store.PutAsync(Letters.Make("a", "1"));

        var stop = TestContext.Current.CancellationToken;
        var table = (await _db.DescribeTableAsync(_table, stop)).Table;
        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        var expiry = (await _db.DescribeTimeToLiveAsync(_table, stop)).TimeToLiveDescription;
        Assert.Equal(("expires", TimeToLiveStatus.ENABLED), (expiry.AttributeName, expiry.TimeToLiveStatus));
    }

    [Fact]
    public async Task Several_workers_may_create_the_table_at_once()
    {
        var letters = Enumerable.Range(0, 8).Select(static n => Letters.Make($"k{n}", "1")).ToArray();

        await Task.WhenAll(letters.Select(letter => MakeStore().PutAsync(letter)));

        Assert.Equal(8, (await Store.ReadAllAsync()).Count);
    }

    private DynamoDbDeadLetterStore MakeStore() => new(
        new ExpiringTable(
            _db, DynamoDbDeadLetterStore.Design(_table), TimeSpan.FromDays(3650), TimeProvider.System, NullLogger.Instance),
        NullLogger.Instance);
}
