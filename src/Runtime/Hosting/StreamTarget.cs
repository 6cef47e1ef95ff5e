using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.Hosting;

/// <summary>A stream that the application handles.</summary>
/// <param name="TableName">The table's real name.</param>
/// <param name="StreamArn">The stream.</param>
/// <param name="Routes">Where its records go.</param>
internal sealed record StreamTarget(string TableName, string StreamArn, HandlerRoutes Routes)
{
    public StreamKey Key { get; } = StreamKey.FromArn(StreamArn);

    /// <summary>The handlers of the table.</summary>
    public IReadOnlyList<HandlerDescriptor> Handlers { get; init; } = [];

    /// <summary>Makes the processor that takes its records instead of handlers; null for none.</summary>
    public Func<IServiceProvider, IShardProcessor>? Processor => Handlers is [{ Processor: { } processor }] ? processor : null;

    /// <summary>Whether the options name this very stream, so that other streams of its table are not followed.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The ARN of another stream of the table.</summary>
    public string ArnOf(string label) => StreamArn[..(StreamArn.LastIndexOf('/') + 1)] + label;

    /// <summary>Whether this is a stream of the same table, of which it got this one later.</summary>
    public bool Follows(StreamTarget other) =>
        ArnOf(other.Key.Label) == other.StreamArn && string.CompareOrdinal(Key.Label, other.Key.Label) > 0;
}
