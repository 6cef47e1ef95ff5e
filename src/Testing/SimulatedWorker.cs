using DynamoHandlers.Testing.Simulation;
using DynamoHandlers.Testing.Simulation.Invariants;
using DynamoHandlers.Testing.Simulation.Network;

namespace DynamoHandlers.Testing;

/// <summary>
/// A worker of a <see cref="SimulatedCluster"/>: the real one, on a clock, a network and a host that can fail. Not
/// thread-safe: a simulation runs on one thread.
/// </summary>
public sealed class SimulatedWorker
{
    private readonly SimulationCore _core;
    private readonly SimulatedClock _clock;
    private readonly WorkerHost _host;
    private readonly WatchedHandlers _handlers;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _excusedUntil = -1;
    private long _excuseLeft;
    private bool _isStopping;

    internal SimulatedWorker(SimulationCore core, string name, Action<IDynamoHandlersBuilder> configure, Action<DynamoHandlersOptions>? options)
    {
        _core = core;
        Name = name;
        Link = core.Connect(name);
        _clock = core.NewClock();
        _handlers = new WatchedHandlers(this, core.Deliveries);
        var services = core.NewServices(this, _clock, configure, options);
        _handlers.Watch(services);
        _host = core.NewHost(services, this, Fail);
        Options = core.OptionsOf(_host.Services);
        _handlers.Map(Options);
    }

    /// <summary>The name; also the worker's <see cref="DynamoHandlersOptions.WorkerId"/>.</summary>
    public string Name { get; }

    /// <summary>The container that the worker's handlers come from.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Whether it has been started, and neither stopped nor killed. A paused worker runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused => _clock.IsStopped && !Link.IsDead;

    /// <summary>Whether its network is cut.</summary>
    public bool IsDisconnected => Link.IsCut;

    internal WorkerLink Link { get; }

    internal DynamoHandlersOptions Options { get; }

    /// <summary>Whether its calls prove nothing: what is in flight over a suspension nobody can stop.</summary>
    internal bool IsExcused => Link.IsDead || IsPaused || _core.World.GetTimestamp() <= _excusedUntil;

    internal IReadOnlyList<string> RequiredHandlers(RecordState record) => _handlers.Required(record);

    /// <summary>Ends the process at once: nothing of it goes on, and nobody is told.</summary>
    public void Kill()
    {
        if (Link.IsDead)
        {
            return;
        }

        _core.Trace.Add(Name, "killed");
        IsRunning = false;
        if (!_clock.IsStopped)
        {
            _clock.Stop();
        }

        Link.Die();
        _core.Deliveries.Forget(this);
        _gone.TrySetResult();
    }

    /// <summary>
    /// Stops the machine, as a hypervisor or a very long garbage collection does: no timer fires, no answer arrives, no
    /// handler goes on. Requests that are on their way reach the service.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is paused, or gone.</exception>
    public void Pause()
    {
        if (IsPaused || Link.IsDead)
        {
            throw new InvalidOperationException($"Worker {Name} cannot be paused: it is {(IsPaused ? "paused" : "gone")}.");
        }

        _core.Trace.Add(Name, "paused");
        _excuseLeft = Math.Max(0, _excusedUntil - _core.World.GetTimestamp());
        _clock.Stop();
        Link.Sleep();
    }

    /// <summary>Lets a paused machine go on.</summary>
    /// <param name="clockStoodStill">
    /// Whether its clock does not know of the pause, as Linux' monotonic clock does not of a suspension: the worker then
    /// finds out only from the lease table what it has missed.
    /// </param>
    /// <exception cref="InvalidOperationException">It is not paused.</exception>
    public void Resume(bool clockStoodStill = false)
    {
        if (!IsPaused)
        {
            throw new InvalidOperationException($"Worker {Name} cannot be resumed: it is not paused.");
        }

        _core.Trace.Add(Name, clockStoodStill ? "resumed, its clock stood still" : "resumed");
        var excuse = clockStoodStill ? _clock.InWorld(Options.LeaseDuration) : TimeSpan.Zero;

        // What a former suspension has left of it did not pass while the worker was suspended again. The moment itself
        // counts: timers that are overdue fire in it, but workers that are resumed together come one after the other.
        _excusedUntil = _core.World.GetTimestamp() + Math.Max(_excuseLeft, excuse.Ticks);
        _clock.GoOn(clockStoodStill);
        Link.WakeUp();
    }

    /// <summary>Cuts its network: requests fail, and answers to those under way are lost.</summary>
    public void Disconnect()
    {
        _core.Trace.Add(Name, "disconnected");
        Link.IsCut = true;
    }

    /// <summary>Mends its network.</summary>
    public void Reconnect()
    {
        _core.Trace.Add(Name, "reconnected");
        Link.IsCut = false;
    }

    /// <summary>Stops it as a host does: it finishes what it has begun, within its <c>ShutdownTimeout</c>.</summary>
    /// <returns>When it has stopped, or was killed meanwhile.</returns>
    public async Task StopAsync()
    {
        if (_isStopping || Link.IsDead)
        {
            await _gone.Task.ConfigureAwait(false);
            return;
        }

        _isStopping = true;
        _core.Trace.Add(Name, "stopping");
        await Task.WhenAny(StopHostAsync(), _gone.Task).ConfigureAwait(false);
    }

    /// <summary>Sets its time of day forward or back.</summary>
    internal void JumpClock(TimeSpan by)
    {
        _core.Trace.Add(Name, "time of day jumps", "", (long)by.TotalSeconds);
        _clock.Jump(by);
    }

    internal async Task StartAsync()
    {
        _core.Trace.Add(Name, "starting");
        var started = _host.StartAsync();
        await Task.WhenAny(started, _gone.Task).ConfigureAwait(false);
        if (!started.IsCompletedSuccessfully)
        {
            Kill();
            await (started.IsCompleted ? started : throw new InvalidOperationException($"Worker {Name} was killed while it started."))
                .ConfigureAwait(false);
        }

        IsRunning = true;
    }

    private async Task StopHostAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        _core.Trace.Add(Name, "stopped");
        IsRunning = false;

        // The process ends: what its handlers have left running ends with it.
        Link.Die();
        _clock.Stop();
        _core.Deliveries.Forget(this);
        _gone.TrySetResult();
    }

    private void Fail()
    {
        if (!Link.IsDead)
        {
            _core.Fail($"worker {Name} gave up; its log says why");
        }
    }
}
