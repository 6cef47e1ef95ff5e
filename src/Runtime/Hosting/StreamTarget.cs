using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.Hosting;

/// <summary>A stream that the application handles.</summary>
/// <param name="TableName">The table's real name.</param>
/// <param name="StreamArn">The stream.</param>
/// <param name="Routes">The handlers of the table.</param>
internal sealed record StreamTarget(string TableName, string StreamArn, HandlerRoutes Routes)
{
    public StreamKey Key { get; } = StreamKey.FromArn(StreamArn);
}
