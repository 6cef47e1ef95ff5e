using System.Net;
using System.Text;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>A body without a declared length.</summary>
internal sealed class ChunkedContent(string text) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>A body that breaks off.</summary>
internal sealed class BrokenContent : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new BrokenStream());

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("broken");

    protected override bool TryComputeLength(out long length)
    {
        length = 100;
        return true;
    }

    private sealed class BrokenStream() : MemoryStream("{"u8.ToArray())
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("broken");
    }
}

/// <summary>A body that never comes; what is to happen then happens when it is first read.</summary>
internal sealed class StalledContent(Action whenRead) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new StalledStream(whenRead));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 100;
        return true;
    }

    private sealed class StalledStream(Action whenRead) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            whenRead();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
