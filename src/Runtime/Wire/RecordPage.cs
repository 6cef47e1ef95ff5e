namespace DynamoHandlers.Wire;

/// <summary>
/// The answer to one GetRecords request: its UTF-8 bytes, and where in them the records are. Not safe for concurrent
/// disposal; its records are valid until then.
/// </summary>
public sealed class RecordPage : IDisposable
{
    /// <summary>Finds the records in a response.</summary>
    /// <param name="response">The response's body; owned by the page from here on.</param>
    /// <exception cref="FormatException">The bytes are not a GetRecords response; the message names the offset.</exception>
    public static RecordPage Parse(ReadOnlyMemory<byte> response) => throw new NotImplementedException();

    /// <summary>How many records the page has.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>A record.</summary>
    public StreamRecord this[int index] => throw new NotImplementedException();

    /// <summary>Where to go on; null when the shard has ended.</summary>
    public string? NextShardIterator => throw new NotImplementedException();

    /// <summary>The size of the response in bytes.</summary>
    public int ByteCount => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
