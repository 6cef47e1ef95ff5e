using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Lanes;

/// <summary>A record that is handled in a lane.</summary>
/// <param name="Record">The record.</param>
/// <param name="Item">Its item, of which one record at a time is handled.</param>
/// <param name="Slot">Done when the record is.</param>
/// <param name="Page">Holds the record's bytes until it is let go.</param>
internal sealed record LaneRecord(StreamRecord Record, string Item, RecordProgress.Slot Slot, PageWork Page);
