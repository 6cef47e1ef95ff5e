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
}
