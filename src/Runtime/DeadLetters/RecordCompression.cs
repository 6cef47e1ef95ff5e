using System.IO.Compression;

namespace DynamoHandlers.DeadLetters;

/// <summary>Records as they are kept in a table: compressed, as JSON shrinks a lot and writes are paid by the KB.</summary>
internal static class RecordCompression
{
    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> record)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(record.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    /// <exception cref="InvalidDataException">The bytes are not a compressed record.</exception>
    public static ReadOnlyMemory<byte> Decompress(Stream compressed)
    {
        using var record = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionMode.Decompress, leaveOpen: true))
        {
            brotli.CopyTo(record);
        }

        return record.GetBuffer().AsMemory(0, (int)record.Length);
    }
}
