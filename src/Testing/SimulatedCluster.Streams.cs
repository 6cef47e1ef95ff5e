using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing;

// What the streams service does by itself, and the end of a run.
public sealed partial class SimulatedCluster
{
    // The slow look of workers at the leases, the slow comparison of shards with leases, and some time to act upon both.
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(15);

    /// <summary>The shards of a table's newest stream that are still kept, oldest first.</summary>
    /// <exception cref="ArgumentException">There is no such table, or it never had a stream.</exception>
    public IReadOnlyList<ShardDescription> ListShards(string tableName) => _core.Db.ListShards(tableName);

    /// <inheritdoc cref="InMemoryDynamoDb.SplitShard"/>
    public IReadOnlyList<ShardDescription> SplitShard(string tableName, string shardId)
    {
        _core.Trace.Add("", "split", shardId);
        return _core.Db.SplitShard(tableName, shardId);
    }

    /// <inheritdoc cref="InMemoryDynamoDb.RollShards"/>
    public IReadOnlyList<ShardDescription> RollShards(string tableName)
    {
        _core.Trace.Add("", "roll", tableName);
        return _core.Db.RollShards(tableName);
    }

    /// <inheritdoc cref="InMemoryDynamoDb.TrimBefore"/>
    public void TrimBefore(string tableName, DateTimeOffset cutoff)
    {
        _core.Trace.Add("", "trim", tableName);
        _core.Db.TrimBefore(tableName, cutoff);
    }

    /// <inheritdoc cref="InMemoryDynamoDb.ExpireIterators"/>
    public void ExpireIterators()
    {
        _core.Trace.Add("", "iterators expire");
        _core.Db.ExpireIterators();
    }

    /// <summary>
    /// Disables the stream of a table: its shards close, and what they have stays readable. Enabling it again makes another
    /// stream with an ARN of its own.
    /// </summary>
    public Task DisableStreamAsync(string tableName)
    {
        _core.Trace.Add("", "stream disabled", tableName);
        return Client.UpdateTableAsync(new() { TableName = tableName, StreamSpecification = new() { StreamEnabled = false } });
    }

    /// <summary>Enables a stream of a table that has none, with old and new images.</summary>
    public Task EnableStreamAsync(string tableName)
    {
        _core.Trace.Add("", "stream enabled", tableName);
        return Client.UpdateTableAsync(new()
        {
            TableName = tableName,
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = Amazon.DynamoDBv2.StreamViewType.NEW_AND_OLD_IMAGES },
        });
    }

    /// <summary>
    /// Lets one of the three copies of the lease table stand still for a time: a third of the eventually consistent reads
    /// see it as it is now.
    /// </summary>
    public void FreezeReplica(TimeSpan duration)
    {
        _core.Trace.Add("", "replica frozen", "", (long)duration.TotalSeconds);
        _core.Replicas.Freeze(duration);
    }

    /// <summary>Deletes a lease's row, as somebody does who means well or has the wrong table.</summary>
    internal Task DeleteLeaseAsync(string key)
    {
        _core.Trace.Add("", "lease deleted", key);
        return Client.DeleteItemAsync(_options.Application, new()
        {
            ["pk"] = new(LeaseStore.Partition(LeaseKey.TryParse(key)!.Value.Bucket, _core.Rows.Generation)),
            ["sk"] = new(key),
        });
    }

    /// <summary>Ends all faults: requests, replicas, networks and paused machines are as they should be.</summary>
    public void Heal()
    {
        _core.Trace.Add("", "healed");
        Faults.Clear();
        _core.Replicas.Thaw();
        foreach (var worker in _core.Members.Where(static worker => worker.IsRunning))
        {
            if (worker.IsDisconnected)
            {
                worker.Reconnect();
            }

            if (worker.IsPaused)
            {
                worker.Resume();
            }
        }
    }

    /// <summary>
    /// Waits until every record is handled (or lost to retention, or before the start position), and every shard that may
    /// run does, at a worker that lives.
    /// </summary>
    /// <param name="within">How long at most. Default: 15 minutes, which covers the slowest of the workers' intervals.</param>
    /// <exception cref="TimeoutException">It is not so after that time; the message says what is missing.</exception>
    public async Task SettleAsync(TimeSpan? within = null)
    {
        var patience = within ?? DefaultPatience;
        var end = _core.World.GetTimestamp() + patience.Ticks;
        while (Unsettled() is { } missing)
        {
            if (_core.World.GetTimestamp() >= end)
            {
                throw new TimeoutException($"Not settled after {patience} of virtual time: {missing}.");
            }

            await WaitAsync(TimeSpan.FromMilliseconds(500)).ConfigureAwait(false);
        }
    }

    /// <summary>What is missing to a settled cluster; null if nothing is.</summary>
    private string? Unsettled()
    {
        if (_core.Rows.IsBeingRewound)
        {
            return "the application is being rewound";
        }

        if (_core.Deliveries.FirstUnhandled() is { } record)
        {
            return $"record {record.Sequence} of shard {record.Shard.Key} is not handled";
        }

        foreach (var key in _core.Rows.Leases.Keys)
        {
            var lease = _core.Rows.Lease(key)!.Value;
            if (lease.Request is { } request)
            {
                return $"shard {key} is not rewound: {request}";
            }

            if (lease is { State: "open", GateOpen: true } && Idle(key, lease.Owner) is { } reason)
            {
                return $"shard {key} does not run: {reason}";
            }
        }

        return null;
    }

    private string? Idle(string key, string? owner)
    {
        if (owner is null)
        {
            return "nobody owns it";
        }

        var name = _core.Workers.WorkerOf(owner);
        if (_core.Members.FindLast(worker => worker.Name == name && worker.IsRunning) is not { } worker)
        {
            return $"its owner {owner} is gone";
        }

        var patience = (worker.Options.MaxPollDelay * 3) + TimeSpan.FromSeconds(5);
        return _core.Reads.TryGetValue(key, out var read) && read.Worker == name
            && _core.World.GetTimestamp() - read.At < patience.Ticks
            ? null
            : $"its owner {owner} does not read it";
    }

    private void StartBackground()
    {
        if (_options.RollInterval is { } interval)
        {
            _ = RepeatAsync(interval, table => RollShards(table));
        }

        if (_options.Retention is { } retention)
        {
            _ = RepeatAsync(retention / 24, table => TrimBefore(table, _core.World.GetUtcNow() - retention));
        }
    }

    private async Task RepeatAsync(TimeSpan interval, Action<string> action)
    {
        while (true)
        {
            await WaitAsync(interval).ConfigureAwait(false);
            foreach (var table in _core.Db.Database.Tables.Where(static table => table.Stream is { IsEnabled: true }).ToList())
            {
                action(table.Schema.Name);
            }
        }
    }
}
