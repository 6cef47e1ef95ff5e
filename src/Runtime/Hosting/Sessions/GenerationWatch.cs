using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Looks whether the application is being rewound, so that the session has to end. A first look follows the joining and
/// comes before any lease is taken: whoever waits for all workers to have stopped has then either seen this one, or said
/// before that it waits. For the lease loop alone; the token for anybody.
/// </summary>
internal sealed class GenerationWatch(WorkerServices services, string worker) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private bool _isDue = true;

    /// <summary>Cancelled when the session has to end.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Takes note that something has changed, perhaps this.</summary>
    public void Wake() => _isDue = true;

    /// <summary>Looks, if there is a reason.</summary>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        if (!_isDue)
        {
            return;
        }

        var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
        _isDue = false;
        if (application.Generation < services.Generation)
        {
            // Generations never fall: somebody has deleted the row.
            await services.Application.RestoreAsync(services.Generation, cancellationToken).ConfigureAwait(false);
            Log.ApplicationRowRestored(services.Logger, services.Options.Application);
        }
        else if (!application.IsAtWorkOn(services.Generation))
        {
            Log.RewindBegins(
                services.Logger, worker, services.Options.Application, application.Rewind?.Position.ToString() ?? "");
            await _over.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _over.Dispose();
}
