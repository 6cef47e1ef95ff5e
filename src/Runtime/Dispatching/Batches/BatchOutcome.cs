namespace DynamoHandlers.Dispatching.Batches;

/// <summary>What became of the changes of one call, by their places in the batch.</summary>
/// <param name="Done">Those that are done.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Withheld">
/// Those that come after a failed one of the same item: whether the handler has had them or not, it gets them again after
/// it, so that the order of the item is kept.
/// </param>
internal sealed record BatchOutcome(IReadOnlyList<int> Done, IReadOnlyList<int> Failed, IReadOnlyList<int> Withheld)
{
    /// <param name="count">How many changes there were.</param>
    /// <param name="hasFailed">Whether a change has failed.</param>
    /// <param name="keyOf">The key of a change's item.</param>
    public static BatchOutcome Of(int count, Func<int, bool> hasFailed, Func<int, string> keyOf)
    {
        var (done, failed, withheld) = (new List<int>(count), new List<int>(), new List<int>());
        var blocked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (blocked.Count > 0 && blocked.Contains(keyOf(i)))
            {
                withheld.Add(i);
            }
            else if (hasFailed(i))
            {
                failed.Add(i);
                blocked.Add(keyOf(i));
            }
            else
            {
                done.Add(i);
            }
        }

        return new(done, failed, withheld);
    }
}
