using System.Buffers;
using System.Globalization;
using Amazon.Runtime;

namespace DynamoHandlers.Wire.Aws;

/// <summary>A response of the streams service, its body as it came.</summary>
internal sealed class StreamsResponse : AmazonWebServiceResponse
{
    /// <summary>The body, in a buffer from the shared pool that the receiver returns.</summary>
    public ArraySegment<byte> Body { get; init; }

    /// <summary>The <c>Date</c> header; null if there is none.</summary>
    public DateTimeOffset? Date { get; init; }

    public void ReturnBody()
    {
        if (Body.Array is { Length: > 0 } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static DateTimeOffset? ParseDate(string? header) =>
        DateTimeOffset.TryParseExact(
            header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
}
