using System.Collections;
using DynamoHandlers.Wire;

namespace DynamoHandlers;

/// <summary>Records of a shard, in its order. Valid while the call lasts that they were handed to.</summary>
public sealed class ShardPage : IReadOnlyList<StreamRecord>
{
    private readonly RecordPage _page;
    private readonly IDisposable _owner;
    private readonly int[]? _wanted;
    private int _holds = 1;

    private ShardPage(RecordPage page, IDisposable owner, int[]? wanted)
    {
        _page = page;
        _owner = owner;
        _wanted = wanted;
        Last = page[page.Count - 1].SequenceNumber;
    }

    /// <summary>How many records there are; none where the start position leaves out all that were read.</summary>
    public int Count => _wanted?.Length ?? _page.Count;

    /// <summary>
    /// Where the page ends: the last record, or one behind it that the start position leaves out. What to write as the
    /// checkpoint when all records are done.
    /// </summary>
    public SequenceNumber Last { get; }

    /// <inheritdoc/>
    public StreamRecord this[int index] => _page[_wanted is null ? index : _wanted[index]];

    /// <inheritdoc/>
    public IEnumerator<StreamRecord> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes a page of those records that are wanted; held once.</summary>
    /// <param name="page">Records, at least one.</param>
    /// <param name="owner">Disposed of when nobody holds the page any more.</param>
    /// <param name="isWanted">Whether a record is to be handed over.</param>
    internal static ShardPage Of(RecordPage page, IDisposable owner, Func<StreamRecord, bool> isWanted)
    {
        var wanted = Enumerable.Range(0, page.Count).Where(i => isWanted(page[i])).ToArray();
        return new(page, owner, wanted.Length == page.Count ? null : wanted);
    }

    /// <summary>Keeps the page beyond the call; to be let go by <see cref="Release"/>.</summary>
    internal void Hold() => Interlocked.Increment(ref _holds);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            _owner.Dispose();
        }
    }
}
