using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>A table of counters: each item counts its own changes, so that a missing or misplaced one shows.</summary>
internal sealed class CounterTable(IAmazonDynamoDB db, string name)
{
    private const int Writers = 16;

    private readonly Dictionary<string, int> _versions = [];

    /// <summary>Every change made, as "key old new".</summary>
    public List<string> Changes { get; } = [];

    public Task CreateAsync(CancellationToken stop) => db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES },
        },
        stop);

    /// <summary>Makes changes, each item's one after the other: inserts, modifications, now and then a deletion.</summary>
    public Task WriteAsync(int changes, int keys, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var byKey = Enumerable.Range(0, changes).Select(_ => (Key: $"key{random.Next(keys)}", Delete: random.Next(10) == 0));
        return Task.WhenAll(byKey.GroupBy(static change => change.Key.GetHashCode(StringComparison.Ordinal) % Writers).Select(async group =>
        {
            foreach (var (key, delete) in group.ToList())
            {
                await ChangeAsync(key, delete, stop);
            }
        }));
    }

    private async Task ChangeAsync(string key, bool delete, CancellationToken stop)
    {
        int version;
        bool exists;
        lock (_versions)
        {
            exists = _versions.TryGetValue(key, out version);
        }

        if (delete && exists)
        {
            await db.DeleteItemAsync(name, new() { ["pk"] = new(key) }, stop);
            Note($"{key} {version} -", () => _versions.Remove(key));
            return;
        }

        // An item that was deleted starts again, but counts on, so that every change is told from all others.
        var next = exists ? version + 1 : NextAfterDeletion(key);
        await db.PutItemAsync(name, Item(key, next), stop);
        Note($"{key} {(exists ? $"{version}" : "-")} {next}", () => _versions[key] = next);
    }

    private int NextAfterDeletion(string key)
    {
        lock (_versions)
        {
            return Changes.Count(change => change.StartsWith($"{key} ", StringComparison.Ordinal)) + 1;
        }
    }

    private void Note(string change, Action update)
    {
        lock (_versions)
        {
            Changes.Add(change);
            update();
        }
    }

    private static Dictionary<string, AttributeValue> Item(string key, int version) => new()
    {
        ["pk"] = new(key),
        ["version"] = new() { N = version.ToString(CultureInfo.InvariantCulture) },
        ["tags"] = new() { SS = ["a", $"v{version}"] },
    };
}
