using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Batches;

/// <summary>A record that waits for its batch: a copy, as its page does not wait.</summary>
internal sealed class BatchItem
{
    private readonly RecordPage _page;

    /// <param name="record">The record.</param>
    /// <param name="slot">Its slot, held from here on until the item is done.</param>
    public BatchItem(StreamRecord record, RecordProgress.Slot? slot)
    {
        (_page, Record) = record.Copy();
        Bytes = Record.Json.Length;
        Slot = slot;
        Slot?.Hold();
    }

    public StreamRecord Record { get; }

    /// <summary>What it is done in; null where nobody wants to know.</summary>
    public RecordProgress.Slot? Slot { get; }

    public int Bytes { get; }

    /// <summary>The item's key, by which order is kept.</summary>
    public string Key => ItemKey.Of(Record.Keys);

    /// <summary>Takes note that the handler is done with the record.</summary>
    public void Done()
    {
        _page.Dispose();
        Slot?.Release();
    }
}
