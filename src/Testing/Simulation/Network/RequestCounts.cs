namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>How many requests of a kind there were, and what they cost.</summary>
/// <param name="Requests">Requests that reached the service, refused ones included.</param>
/// <param name="ReadUnits">Read request units: one for each 4 KB, half for eventually consistent reads.</param>
/// <param name="WriteUnits">Write request units: one for each KB, twice that in transactions.</param>
internal readonly record struct RequestCount(long Requests, double ReadUnits, double WriteUnits)
{
    public static RequestCount operator +(RequestCount x, RequestCount y) =>
        new(x.Requests + y.Requests, x.ReadUnits + y.ReadUnits, x.WriteUnits + y.WriteUnits);
}

/// <summary>Counts the requests of all workers by worker, operation and place.</summary>
internal sealed class RequestCounts
{
    private readonly Dictionary<(string Worker, string Operation, string Place), RequestCount> _counts = [];

    public void Add(string worker, string operation, string place, double readUnits = 0, double writeUnits = 0) =>
        _counts[(worker, operation, place)] =
            _counts.GetValueOrDefault((worker, operation, place)) + new RequestCount(1, readUnits, writeUnits);

    /// <summary>The sum over what fits; null fits everything.</summary>
    /// <param name="operation">The operation's name in the service.</param>
    /// <param name="place">A table's name, or <c>streams</c>.</param>
    /// <param name="worker">The worker's name.</param>
    public RequestCount Of(string? operation = null, string? place = null, string? worker = null) => _counts
        .Where(pair => operation is null || pair.Key.Operation == operation)
        .Where(pair => place is null || pair.Key.Place == place)
        .Where(pair => worker is null || pair.Key.Worker == worker)
        .Aggregate(default(RequestCount), static (sum, pair) => sum + pair.Value);

    /// <summary>Everything, by operation and place.</summary>
    public IReadOnlyDictionary<(string Operation, string Place), RequestCount> ByOperation() => _counts
        .GroupBy(static pair => (pair.Key.Operation, pair.Key.Place))
        .ToDictionary(
            static group => group.Key,
            static group => group.Aggregate(default(RequestCount), static (sum, pair) => sum + pair.Value));

    /// <summary>Begins anew.</summary>
    public void Clear() => _counts.Clear();
}
