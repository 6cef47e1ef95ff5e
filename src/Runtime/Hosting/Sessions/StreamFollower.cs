using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Looks whether the tables have got new streams: about once a minute, and at once when a stream is found disabled.
/// </summary>
internal sealed class StreamFollower(WorkerServices services, StreamTargets targets, Action<StreamTarget> found)
{
    // DescribeTable is free of charge, and its limits are far above what a fleet asks at this pace.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly WakeSignal _wake = new(services.Clock);

    /// <summary>Asks for a look now.</summary>
    public void Wake() => _wake.Set();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(Interval * (0.5 + services.Random()), cancellationToken).ConfigureAwait(false);
            foreach (var newest in targets.Followed)
            {
                await LookAsync(newest, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LookAsync(StreamTarget newest, CancellationToken cancellationToken)
    {
        try
        {
            if (!cancellationToken.IsCancellationRequested
                && await services.Locator.FindNextAsync(newest, cancellationToken).ConfigureAwait(false) is { } next
                && targets.Add(next))
            {
                found(next);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The session ends.
        }
        catch (WorkerStartException e)
        {
            // Looked at again, as the table may get yet another stream, but said once.
            if (targets.TellOnce(e.Message))
            {
                Log.StreamRefused(services.Logger, newest.TableName, e.Message);
            }
        }
        catch (Exception e)
        {
            Log.FollowFailed(services.Logger, e, newest.TableName);
        }
    }
}
