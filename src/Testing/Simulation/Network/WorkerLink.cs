namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>One worker's way to the services, which can be cut, and which ends with the worker.</summary>
internal sealed class WorkerLink(string worker, VirtualClock world, SimulatedFaults faults, Random random)
{
    private readonly List<Action> _held = [];
    private bool _isAsleep;

    public string Worker { get; } = worker;

    public VirtualClock World { get; } = world;

    /// <summary>Whether the worker is gone: it hears nothing more.</summary>
    public bool IsDead { get; private set; }

    public bool IsCut { get; set; }

    /// <summary>Sends a request.</summary>
    /// <param name="serve">What the service does when it arrives.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer, not the request.</param>
    public Task<T> SendAsync<T>(Func<T> serve, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var transit = new Transit<T>(this, serve, cancellationToken);
        Deliver(() => transit.Start(NextFate()));
        return transit.Task;
    }

    /// <summary>Lets something happen at the worker: now, when it wakes up, or never.</summary>
    public void Deliver(Action action)
    {
        if (_isAsleep)
        {
            _held.Add(action);
        }
        else if (!IsDead)
        {
            action();
        }
    }

    /// <summary>Completes when the worker is awake: at once, later, or never.</summary>
    public Task WhenAwakeAsync()
    {
        if (!_isAsleep && !IsDead)
        {
            return Task.CompletedTask;
        }

        var awake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Deliver(awake.SetResult);
        return awake.Task;
    }

    public bool IsAwake => !_isAsleep && !IsDead;

    public void Sleep() => _isAsleep = true;

    public void WakeUp()
    {
        _isAsleep = false;
        var held = _held.ToArray();
        _held.Clear();
        Array.ForEach(held, static action => action());
    }

    public void Die()
    {
        (IsDead, _isAsleep) = (true, false);
        _held.Clear();
    }

    private Fate NextFate()
    {
        var (there, back) = (Latency(), Latency());
        if (IsCut)
        {
            return new(there, back, GivenUpAfter: Between(0.02, 2), Arrives: false);
        }

        var chance = random.NextDouble();
        if (chance < faults.LostRequests)
        {
            return new(there, back, GivenUpAfter: Between(0.05, 3), Arrives: false);
        }

        if ((chance -= faults.LostRequests) < faults.LateRequests)
        {
            // The sender gives up long before it arrives.
            return new(Between(0.5, faults.MaxLateness.TotalSeconds), back, GivenUpAfter: Between(0.05, 3));
        }

        if ((chance -= faults.LateRequests) < faults.LostAnswers)
        {
            return new(there, back, GivenUpAfter: Between(0.05, 3));
        }

        return chance - faults.LostAnswers < faults.SlowRequests ? new(Between(0.05, 2), Between(0.05, 2)) : new(there, back);
    }

    // A few milliseconds, as within a region.
    private TimeSpan Latency() => Between(0.001, 0.008);

    private TimeSpan Between(double low, double high) =>
        TimeSpan.FromTicks((long)((low + (random.NextDouble() * (high - low))) * TimeSpan.TicksPerSecond));
}
