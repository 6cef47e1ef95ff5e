using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>
/// The tables and streams. Everything in it is guarded by its one lock, which whoever answers a request takes.
/// </summary>
internal sealed class Database(TimeProvider time, InMemoryDynamoDbOptions options)
{
    private readonly Dictionary<string, Table> _tables = [];
    private readonly Dictionary<string, TableStream> _streams = new(StringComparer.Ordinal);

    public object Lock { get; } = new();

    public TimeProvider Time { get; } = time;

    public InMemoryDynamoDbOptions Options { get; } = options;

    /// <summary>Answers of transactions by their tokens.</summary>
    public TransactionTokens Tokens { get; } = new(time);

    /// <summary>Counts how often all shard iterators were made to expire.</summary>
    public int IteratorEra { get; set; }

    /// <summary>Told of what changes in tables made from now on; null for nobody.</summary>
    public IDatabaseObserver? Observer { get; set; }

    /// <summary>The tables by name, in the service's order.</summary>
    public IEnumerable<Table> Tables => _tables.Values.OrderBy(static table => table.Schema.Name, StringComparer.Ordinal);

    public Table? FindTable(string name) => _tables.GetValueOrDefault(name);

    public Table GetTable(string? nameOrArn)
    {
        if (string.IsNullOrEmpty(nameOrArn))
        {
            throw Errors.Validation("The parameter 'TableName' is required but was not present in the request");
        }

        var name = nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn.Split('/')[^1] : nameOrArn;
        return FindTable(name) ?? throw Errors.NoTable();
    }

    public TableStream? FindStream(string arn) => _streams.GetValueOrDefault(arn);

    public void Add(Table table)
    {
        table.Observer = Observer;
        _tables.Add(table.Schema.Name, table);
    }

    /// <summary>Removes a table; its streams stay readable until they are trimmed.</summary>
    public void Remove(Table table)
    {
        table.Stream?.Disable();
        _tables.Remove(table.Schema.Name);
    }

    /// <summary>Gives a table a new stream with a label of its own.</summary>
    public void EnableStream(Table table, Wire.StreamViewType viewType)
    {
        var enabledAt = Time.GetUtcNow();
        while (FindStream(StreamNames.StreamArn(table.Schema.Name, StreamNames.Label(enabledAt))) is not null)
        {
            enabledAt += TimeSpan.FromMilliseconds(1);
        }

        table.Stream = new TableStream(
            table.Schema.Name,
            table.Schema.Keys,
            StreamNames.Label(enabledAt),
            viewType,
            Options.ShardsPerTable,
            table.Sequence,
            Time)
        { Observer = Observer };
        _streams.Add(table.Stream.Arn, table.Stream);
    }

    /// <summary>
    /// Trims all streams that a table of this name has or had; one that is disabled and empty is gone.
    /// </summary>
    public void Trim(string tableName, DateTimeOffset cutoff)
    {
        foreach (var stream in _streams.Values.Where(stream => stream.TableName == tableName).ToList())
        {
            stream.Trim(cutoff);
            if (!stream.IsEnabled && stream.Shards.Count == 0)
            {
                _streams.Remove(stream.Arn);
            }
        }
    }
}
