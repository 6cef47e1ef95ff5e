using DynamoHandlers.DeadLetters;
using DynamoHandlers.Tables;
using DynamoHandlers.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

/// <summary>The store of dead letters on the in-memory DynamoDB.</summary>
public sealed class InMemoryStoreTests : DeadLetterStoreTests, IDisposable
{
    private readonly InMemoryDynamoDb _db = new();

    public InMemoryStoreTests() => Store = new DynamoDbDeadLetterStore(
        new ExpiringTable(
            _db.Client, DynamoDbDeadLetterStore.Design("letters"), TimeSpan.FromDays(3650), TimeProvider.System, NullLogger.Instance),
        NullLogger.Instance);

    protected override IDeadLetterStore Store { get; }

    public void Dispose() => _db.Dispose();
}
