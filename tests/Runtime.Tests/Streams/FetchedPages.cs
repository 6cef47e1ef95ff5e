using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

internal static class FetchedPages
{
    /// <summary>Takes a record as a shard does: in place if the page stays, else as a copy.</summary>
    public static bool TryTake(this FetchedPage page, int index, out StreamRecord record)
    {
        var kept = page.TryKeep();
        var copy = kept is null ? page.TryCopy(index) : null;
        record = kept?[index] ?? copy?[0] ?? default;
        return kept is not null || copy is not null;
    }
}
