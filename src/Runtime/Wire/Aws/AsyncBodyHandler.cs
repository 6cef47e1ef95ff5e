using System.Buffers;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoHandlers.Wire.Aws;

/// <summary>
/// Receives the body into a rented buffer without blocking, before the SDK's unmarshalling would read it synchronously.
/// </summary>
/// <remarks>
/// It stands inside the SDK's retries, so that a connection that breaks half-way is tried again as one that breaks
/// before. <c>HttpClient.Timeout</c> ends with the headers; a body that stops coming is given up here.
/// </remarks>
internal sealed class AsyncBodyHandler(TimeProvider timeProvider) : PipelineHandler
{
    private const int SmallestBuffer = 16 * 1024;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(30);

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        if (executionContext.RequestContext.OriginalRequest is StreamsRequest request)
        {
            var response = executionContext.ResponseContext.HttpResponse;
            using var body = await response.ResponseBody.OpenResponseAsync().ConfigureAwait(false);
            request.Body = await ReceiveAsync(
                body, response.ContentLength, executionContext.RequestContext.CancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<ArraySegment<byte>> ReceiveAsync(Stream body, long expected, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ReadToEndAsync(body, expected, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
            when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"A response of DynamoDB Streams began and was not complete after {BodyTimeout.TotalSeconds} s.", e);
        }
    }

    private static async Task<ArraySegment<byte>> ReadToEndAsync(
        Stream body, long expected, CancellationToken cancellationToken)
    {
        // One byte more than expected, so that the last read can find the end.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected + 1, SmallestBuffer, Array.MaxLength));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return new ArraySegment<byte>(buffer, 0, length);
                }

                length += read;
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
