using System.Globalization;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>A lease as its row has it.</summary>
internal readonly record struct LeaseView(string State, bool GateOpen, string? Owner, long Epoch, Checkpoint Checkpoint, string? Parent)
{
    /// <summary>A rewind that is asked for; null for none.</summary>
    public string? Request { get; init; }

    /// <summary>The last rewind that was carried out; null for none.</summary>
    public string? Rewound { get; init; }

    public static LeaseView Of(MapValue row) => new(
        row.Text("st") ?? "",
        row.Text("gate") == "open",
        row.Text("owner"),
        row.Number("ep"),
        Checkpoint.TryParse(row.Text("cp")) ?? Checkpoint.Beginning,
        row.Text("parent"))
    {
        Request = row.Text("request"),
        Rewound = row.Text("rewound"),
    };
}

/// <summary>A worker as its row has it.</summary>
internal readonly record struct WorkerView(string State, long Heartbeat, TimeSpan LeaseDuration)
{
    public bool IsGone => State is "dead" or "left";

    public static WorkerView Of(MapValue row) =>
        new(row.Text("st") ?? "", row.Number("hb"), TimeSpan.FromMilliseconds(row.Number("ttl")));
}

internal static class RowValues
{
    public static string? Text(this MapValue row, string name) => (row[name] as StringValue)?.Text;

    public static long Number(this MapValue row, string name) => row[name] is NumberValue number
        ? long.Parse(number.Number.ToString(), CultureInfo.InvariantCulture)
        : 0;
}
