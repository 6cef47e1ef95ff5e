using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>Looks at an application's leases all the time, and keeps what must not be seen.</summary>
internal sealed class LeaseWatch(IAmazonDynamoDB db, string application)
{
    /// <summary>The leases as they were seen last, by shard.</summary>
    public IReadOnlyDictionary<string, LeaseSeen> Leases { get; private set; } = new Dictionary<string, LeaseSeen>();

    /// <summary>What went back, or changed its owner under one epoch.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var now = await ReadAsync();
            foreach (var lease in now.Values)
            {
                if (Leases.TryGetValue(lease.Shard, out var before) && !lease.CanFollow(before))
                {
                    Violations.Add($"{before} was followed by {lease}");
                }
            }

            Leases = now;
            await Task.Delay(100, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads the leases at this moment.</summary>
    public async Task<Dictionary<string, LeaseSeen>> ReadAsync()
    {
        try
        {
            var rows = await db.ScanAsync(new ScanRequest(application) { ConsistentRead = true });
            return rows.Items
                .Where(static row => row["pk"].S.StartsWith("L#", StringComparison.Ordinal))
                .Select(LeaseSeen.Parse)
                .ToDictionary(static lease => lease.Shard);
        }
        catch (ResourceNotFoundException)
        {
            // No worker has created the table yet.
            return [];
        }
    }
}

/// <summary>A lease's row as it was at one moment.</summary>
internal sealed record LeaseSeen(string Table, string Shard, string? Owner, long Epoch, Int128 Checkpoint)
{
    /// <summary>Whether the lease may look like this some time after it looked like another.</summary>
    public bool CanFollow(LeaseSeen before) => Checkpoint >= before.Checkpoint
        && (Epoch > before.Epoch || (Epoch == before.Epoch && (Owner == before.Owner || Owner is null)));

    public static LeaseSeen Parse(Dictionary<string, AttributeValue> row)
    {
        var key = row["sk"].S.Split('/');
        return new(
            key[0],
            key[^1],
            row.GetValueOrDefault("owner")?.S,
            long.Parse(row["ep"].N, CultureInfo.InvariantCulture),
            row["cp"].S switch
            {
                "TRIM_HORIZON" => 0,
                "END" => Int128.MaxValue,
                var sequence => Int128.Parse(sequence, CultureInfo.InvariantCulture),
            });
    }
}
