using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Idempotency;
using DynamoHandlers.Runtime.Tests.Idempotency;
using DynamoHandlers.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.DynamoDbLocal.Tests.Idempotency;

/// <summary>The store of completed changes on DynamoDB Local.</summary>
public sealed class LocalIdempotencyTests : IdempotencyStoreTests, IAsyncLifetime
{
    private static int _tables;

    private readonly AmazonDynamoDBClient _db;
    private readonly string _table = $"completed-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";

    public LocalIdempotencyTests(DynamoDbLocalServer server)
    {
        _db = server.CreateClient();
        Store = new DynamoDbIdempotencyStore(
            new ExpiringTable(
                _db, DynamoDbIdempotencyStore.Design(_table), TimeSpan.FromDays(2), TimeProvider.System, NullLogger.Instance),
            TimeProvider.System);
    }

    protected override IIdempotencyStore Store { get; }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _db.DeleteTableAsync(_table);
        }
        catch (ResourceNotFoundException)
        {
            // The test has marked nothing.
        }

        _db.Dispose();
    }
}
