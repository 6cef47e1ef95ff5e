using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing;

/// <summary>From when the records of a shard count.</summary>
/// <param name="Stream">Records older than this are before the application's start; null for none.</param>
/// <param name="Shard">
/// What counts instead since the shard was rewound, for what was done before that; null if it never was.
/// </param>
/// <param name="Until">How far the shard was done before it was rewound.</param>
internal readonly record struct RecordStart(DateTimeOffset? Stream, DateTimeOffset? Shard, Checkpoint Until)
{
    public RecordStart(DateTimeOffset? stream, Lease lease)
        : this(stream, lease.From, lease.Until)
    {
    }

    /// <summary>
    /// Whether a record is too old. A rewind passes over nothing that was not done before it, nor would be without it.
    /// </summary>
    public bool IsAfter(DateTimeOffset createdAt, SequenceNumber sequenceNumber)
    {
        var isBeforeStart = createdAt < Stream;
        return Shard is not { } from
            ? isBeforeStart
            : createdAt < from && (isBeforeStart || Checkpoint.AfterRecord(sequenceNumber).CompareTo(Until) <= 0);
    }
}
