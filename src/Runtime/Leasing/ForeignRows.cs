using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing;

/// <summary>
/// Rows of the lease table that no worker has written, or that somebody has damaged: they are ignored, and each is
/// reported once. Thread-safe.
/// </summary>
internal sealed class ForeignRows(ILogger logger, string table)
{
    // Somebody who fills the lease table with rows of his own is told of the first ones.
    private const int MaxReported = 100;

    private readonly object _gate = new();
    private readonly HashSet<(string?, string?)> _reported = [];

    public void Warn(Dictionary<string, AttributeValue> row)
    {
        var key = (row.GetText(Row.PartitionKey), row.GetText(Row.SortKey));
        lock (_gate)
        {
            if (_reported.Count >= MaxReported || !_reported.Add(key))
            {
                return;
            }
        }

        Log.ForeignRow(logger, key.Item1, key.Item2, table);
    }
}
