using System.Buffers;
using System.Text.Json;

namespace DynamoHandlers.Wire;

/// <summary>
/// The answer to one GetRecords request: its UTF-8 bytes, and where in them the records are. Not safe for concurrent
/// disposal; its records are valid until then.
/// </summary>
public sealed class RecordPage : IDisposable
{
    private ReadOnlyMemory<byte> _response;
    private byte[]? _rented;
    private RecordEntry[] _entries;
    private readonly int _count;
    private readonly string? _nextShardIterator;
    private bool _isDisposed;

    private RecordPage(ReadOnlyMemory<byte> response, byte[]? rented, in RecordPageParser parsed)
    {
        _response = response;
        _rented = rented;
        _entries = parsed.Entries;
        _count = parsed.Count;
        _nextShardIterator = parsed.NextShardIterator;
    }

    /// <summary>Finds the records in a response.</summary>
    /// <param name="response">The response's body; owned by the page from here on.</param>
    /// <exception cref="FormatException">
    /// The bytes are not a GetRecords response; the message names the offset and the record.
    /// </exception>
    public static RecordPage Parse(ReadOnlyMemory<byte> response) => Parse(response, null, isPage: true);

    /// <summary>Finds the records in a response in a buffer from the shared pool, to which the page returns it.</summary>
    /// <param name="buffer">The buffer; owned by the page from here on, and returned too if this throws.</param>
    /// <param name="length">How many of its bytes are the response.</param>
    /// <exception cref="FormatException">The bytes are not a GetRecords response.</exception>
    internal static RecordPage ParseRented(byte[] buffer, int length)
    {
        try
        {
            return Parse(buffer.AsMemory(0, length), buffer, isPage: true);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>A page of one record without a next iterator, from the record's own JSON object.</summary>
    /// <exception cref="FormatException">The bytes are not a stream record.</exception>
    internal static RecordPage ParseRecord(ReadOnlyMemory<byte> record) => Parse(record, null, isPage: false);

    /// <summary>A page with nothing but a copy of one record, which outlives this page.</summary>
    internal RecordPage CopyOf(int index) => ParseRecord(Entry(index).Whole.Of(Bytes).ToArray());

    /// <summary>How many records the page has.</summary>
    public int Count => Alive()._count;

    /// <summary>A record.</summary>
    /// <param name="index">From 0, in the order of the shard.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    public StreamRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new StreamRecord(this, index);
        }
    }

    /// <summary>Where to go on; null when the shard has ended.</summary>
    public string? NextShardIterator => Alive()._nextShardIterator;

    /// <summary>The size of the response in bytes.</summary>
    public int ByteCount => Alive()._response.Length;

    internal ReadOnlySpan<byte> Bytes => Alive()._response.Span;

    internal ref readonly RecordEntry Entry(int index) => ref Alive()._entries[index];

    /// <summary>Gives the page's buffers back. The page and its records throw from here on.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Return(_entries);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        // Records of it may be held for long, by a shard that is idle, say; its memory must not.
        (_response, _rented, _entries) = (default, null, []);
    }

    /// <summary>The text of a JSON string, given with its quotation marks.</summary>
    internal static string Decode(ReadOnlySpan<byte> quoted)
    {
        var json = new Utf8JsonReader(quoted);
        json.Read();
        return json.GetString()!;
    }

    private static RecordPage Parse(ReadOnlyMemory<byte> response, byte[]? rented, bool isPage)
    {
        var parser = new RecordPageParser(response.Span);
        try
        {
            if (isPage)
            {
                parser.ReadPage();
            }
            else
            {
                parser.ReadSingleRecord();
            }

            return new RecordPage(response, rented, parser);
        }
        catch
        {
            Return(parser.Entries);
            throw;
        }
    }

    private static void Return(RecordEntry[] entries)
    {
        if (entries.Length > 0)
        {
            ArrayPool<RecordEntry>.Shared.Return(entries);
        }
    }

    private RecordPage Alive()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return this;
    }
}
