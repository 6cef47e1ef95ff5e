using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Idempotency;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Tables;
using DynamoHandlers.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.Idempotency;

/// <summary>The store of completed changes on the in-memory DynamoDB, and what is particular to its table.</summary>
public sealed class InMemoryIdempotencyTests : IdempotencyStoreTests, IDisposable
{
    private readonly InMemoryDynamoDb _db = new();

    public InMemoryIdempotencyTests() => Store = MakeStore(_db.Client, TimeProvider.System);

    protected override IIdempotencyStore Store { get; }

    public void Dispose() => _db.Dispose();

    [Fact]
    public Task Batches_are_as_large_as_the_service_takes() => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        var requests = new List<string>();
        var store = MakeStore(connection.Tables, fixture.Clock);
        await store.MarkCompletedAsync("Handler", ["first"], TestContext.Current.CancellationToken);
        connection.Before = call =>
        {
            requests.Add(call.Operation);
            return Task.CompletedTask;
        };
        var keys = Enumerable.Range(0, 101).Select(static n => $"{n}").ToArray();

        await store.FindCompletedAsync("Handler", keys, TestContext.Current.CancellationToken);
        await store.MarkCompletedAsync("Handler", keys[..26], TestContext.Current.CancellationToken);

        Assert.Equal(["BatchGetItem", "BatchGetItem", "BatchWriteItem", "BatchWriteItem"], requests);
    });

    [Fact]
    public Task Rows_expire_after_two_days() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = MakeStore(fixture.Db.Client, fixture.Clock);
        var marked = fixture.Clock.GetUtcNow();
        await store.MarkCompletedAsync("Handler", ["a"], TestContext.Current.CancellationToken);

        var row = Assert.Single((await fixture.Db.Client.ScanAsync(new ScanRequest("completed"))).Items);
        Assert.Equal($"{marked.AddSeconds(0.05).AddDays(2).ToUnixTimeSeconds()}", row["expires"].N);
        var expiry = (await fixture.Db.Client.DescribeTimeToLiveAsync("completed")).TimeToLiveDescription;
        Assert.Equal(("expires", TimeToLiveStatus.ENABLED), (expiry.AttributeName, expiry.TimeToLiveStatus));
    });

    [Fact]
    public Task What_the_service_leaves_over_is_asked_for_again_ever_more_slowly() => WorkerFixture.RunAsync(async fixture =>
    {
        using var db = new BusyTables(fixture.Db.Client);
        var store = MakeStore(db, fixture.Clock);
        var keys = Enumerable.Range(0, 8).Select(static n => $"{n}").ToArray();
        await store.MarkCompletedAsync("Handler", ["first"], TestContext.Current.CancellationToken);
        var start = fixture.Clock.GetUtcNow();

        await store.MarkCompletedAsync("Handler", keys, TestContext.Current.CancellationToken);
        Assert.Equal(0.05 + 0.1 + 0.2 + 0.4 + 0.8 + 1 + 1, (fixture.Clock.GetUtcNow() - start).TotalSeconds, 3);

        Assert.Equal(keys, (await store.FindCompletedAsync("Handler", [.. keys, "x"], TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
    });

    private static DynamoDbIdempotencyStore MakeStore(IAmazonDynamoDB db, TimeProvider clock) => new(
        new ExpiringTable(db, DynamoDbIdempotencyStore.Design("completed"), TimeSpan.FromDays(2), clock, NullLogger.Instance), clock);

    /// <summary>A service that processes one element of each batch and leaves the others over.</summary>
    private sealed class BusyTables(IAmazonDynamoDB inner) : AmazonDynamoDBClient(
        new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://busy.invalid" })
    {
        public override async Task<BatchGetItemResponse> BatchGetItemAsync(BatchGetItemRequest request, CancellationToken cancellationToken)
        {
            var (table, wanted) = request.RequestItems.Single();
            var response = await inner.BatchGetItemAsync(
                new BatchGetItemRequest { RequestItems = new() { [table] = new() { Keys = [wanted.Keys[0]] } } }, cancellationToken);
            response.UnprocessedKeys = wanted.Keys.Count == 1 ? [] : new() { [table] = new() { Keys = wanted.Keys[1..] } };
            return response;
        }

        public override async Task<BatchWriteItemResponse> BatchWriteItemAsync(
            BatchWriteItemRequest request, CancellationToken cancellationToken)
        {
            var (table, writes) = request.RequestItems.Single();
            var response = await inner.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [table] = [writes[0]] } }, cancellationToken);
            response.UnprocessedItems = writes.Count == 1 ? [] : new() { [table] = writes[1..] };
            return response;
        }

        public override Task<DescribeTableResponse> DescribeTableAsync(DescribeTableRequest request, CancellationToken cancellationToken) =>
            inner.DescribeTableAsync(request, cancellationToken);

        public override Task<CreateTableResponse> CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken) =>
            inner.CreateTableAsync(request, cancellationToken);

        public override Task<DescribeTimeToLiveResponse> DescribeTimeToLiveAsync(
            DescribeTimeToLiveRequest request, CancellationToken cancellationToken) => inner.DescribeTimeToLiveAsync(request, cancellationToken);

        public override Task<UpdateTimeToLiveResponse> UpdateTimeToLiveAsync(
            UpdateTimeToLiveRequest request, CancellationToken cancellationToken) => inner.UpdateTimeToLiveAsync(request, cancellationToken);
    }
}
