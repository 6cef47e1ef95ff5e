using System.Threading.Channels;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>A pause that can be cut short. Signals that come while nobody pauses cut the next pause short.</summary>
internal sealed class WakeSignal(TimeProvider clock)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _signals.Writer.TryWrite(true);

    /// <returns>True if woken; false if the pause was over, or cancelled.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(pause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            return await _signals.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
