using System.Runtime.ExceptionServices;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>What becomes of a request, decided when it is sent.</summary>
/// <param name="There">How long it takes to the service.</param>
/// <param name="Back">How long its answer takes.</param>
/// <param name="GivenUpAfter">When the sender hears that the connection is broken instead of the answer; null if not.</param>
/// <param name="Arrives">Whether it reaches the service.</param>
internal readonly record struct Fate(TimeSpan There, TimeSpan Back, TimeSpan? GivenUpAfter = null, bool Arrives = true);

/// <summary>
/// A request on its way to a service, and its answer on the way back. Whoever cancels it stops waiting, but what is on the
/// wire is not recalled.
/// </summary>
internal sealed class Transit<T> : TaskCompletionSource<T>
{
    private readonly WorkerLink _link;
    private readonly Func<T> _serve;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;
    private Fate _fate;
    private T? _answer;
    private ExceptionDispatchInfo? _refusal;
    private bool _isServed;

    public Transit(WorkerLink link, Func<T> serve, CancellationToken cancellationToken)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (_link, _serve, _cancellation) = (link, serve, cancellationToken);
        _timer = link.World.CreateTimer(
            static transit => ((Transit<T>)transit!).Move(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = cancellationToken.UnsafeRegister(
            static transit => ((Transit<T>)transit!).TrySetCanceled(((Transit<T>)transit)._cancellation), this);
    }

    public void Start(Fate fate)
    {
        _fate = fate;
        if (fate.GivenUpAfter is { } patience)
        {
            _link.World.CreateTimer(
                static transit => ((Transit<T>)transit!).GiveUp(), this, patience, Timeout.InfiniteTimeSpan);
        }

        if (fate.Arrives)
        {
            _timer.Change(fate.There, Timeout.InfiniteTimeSpan);
        }
    }

    private void Move()
    {
        if (_isServed)
        {
            _link.Deliver(Complete);
            return;
        }

        _isServed = true;
        try
        {
            _answer = _serve();
        }
        catch (Exception e)
        {
            _refusal = ExceptionDispatchInfo.Capture(e);
        }

        if (_fate.GivenUpAfter is null)
        {
            _timer.Change(_fate.Back, Timeout.InfiniteTimeSpan);
        }
    }

    private void GiveUp() => _link.Deliver(() =>
    {
        _registration.Dispose();
        TrySetException(new HttpRequestException("The connection was broken (simulated)."));
    });

    private void Complete()
    {
        _registration.Dispose();
        if (_refusal is { } refusal)
        {
            TrySetException(refusal.SourceException);
        }
        else
        {
            TrySetResult(_answer!);
        }
    }
}
