using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting;

// The other streams of a table: each time that streaming is enabled anew, there is a new one.
internal sealed partial class StreamLocator
{
    /// <summary>The stream that a table has got after one; null if there is none, or no such table.</summary>
    /// <exception cref="WorkerStartException">The handlers cannot be served from it; the message says why.</exception>
    public async ValueTask<StreamTarget?> FindNextAsync(StreamTarget target, CancellationToken cancellationToken)
    {
        string? latest;
        try
        {
            var response = await tables.DescribeTableAsync(new DescribeTableRequest(target.TableName), cancellationToken)
                .ConfigureAwait(false);
            latest = response.Table.LatestStreamArn;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }

        // Another account's or region's table has the same name, and an answer may be old.
        return latest is { Length: > 0 } && StreamKey.TryFromArn(latest) is { } key
            && latest == target.ArnOf(key.Label) && string.CompareOrdinal(key.Label, target.Key.Label) > 0
            ? await MakeOtherAsync(target, latest, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>The stream that a table had before one; as it was recorded, if the service has dropped it.</summary>
    /// <exception cref="WorkerStartException">The handlers cannot be served from it; the message says why.</exception>
    public async ValueTask<StreamTarget> FindPreviousAsync(
        StreamTarget target, string label, CancellationToken cancellationToken)
    {
        var streamArn = target.ArnOf(label);
        return await MakeOtherAsync(target, streamArn, cancellationToken).ConfigureAwait(false)
            ?? new StreamTarget(target.TableName, streamArn, target.Routes) { Handlers = target.Handlers };
    }

    /// <summary>Null if the service does not know the stream.</summary>
    private async ValueTask<StreamTarget?> MakeOtherAsync(
        StreamTarget target, string streamArn, CancellationToken cancellationToken)
    {
        StreamDescription description;
        try
        {
            description = await RequestAsync(streamArn, cancellationToken).ConfigureAwait(false);
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            return null;
        }

        var errors = new List<string>();
        var other = MakeTarget(description with { StreamArn = streamArn }, [.. target.Handlers], errors);
        return errors.Count == 0 ? other : throw new WorkerStartException(string.Join(Environment.NewLine, errors));
    }
}
