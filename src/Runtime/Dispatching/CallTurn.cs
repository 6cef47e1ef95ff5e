namespace DynamoHandlers.Dispatching;

/// <summary>
/// The turn of one caller of handlers, where not all may call at once: kept until it is ended, for several calls if need
/// be. For one caller.
/// </summary>
/// <param name="turns">Gives turns; null where nobody needs one.</param>
/// <param name="quit">Ends the waiting for a turn.</param>
/// <param name="stop">Ends it for calls that are made once no others are to begin: of what was collected.</param>
internal sealed class CallTurn(DispatchTurns? turns, CancellationToken quit, CancellationToken stop)
{
    private bool _isTaken;

    public async ValueTask TakeAsync()
    {
        if (turns is not null && !_isTaken)
        {
            await turns.WaitAsync(quit.IsCancellationRequested ? stop : quit).ConfigureAwait(false);
            _isTaken = true;
        }
    }

    public void End()
    {
        if (_isTaken)
        {
            _isTaken = false;
            turns!.GiveBack();
        }
    }
}
