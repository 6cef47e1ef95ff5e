using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>
/// What must hold of workers' rows: gone is gone, heartbeats rise, an identity is used once, and nobody is declared dead
/// who has shown a sign of life within its lease duration.
/// </summary>
internal sealed class WorkerInvariants(LeaseRows rows, TimeProvider clock, Action<string> fail)
{
    // How much shorter than a lease duration an observer's clock may find it.
    private const double ClockTolerance = 0.9;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _beats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _workers = new(StringComparer.Ordinal);

    /// <summary>The name of the simulated worker behind an identity; null if it never joined.</summary>
    public string? WorkerOf(string identity) => _workers.GetValueOrDefault(identity);

    /// <param name="identity">Whose row changed.</param>
    /// <param name="old">The row before; null if there was none.</param>
    /// <param name="new">The row after; null if it was removed.</param>
    /// <param name="worker">By whose request; null if by nobody's.</param>
    public void Changed(string identity, MapValue? old, MapValue? @new, string? worker)
    {
        if (worker is null)
        {
            return;
        }

        if (@new is null)
        {
            Removed(identity, WorkerView.Of(old!));
        }
        else if (old is null)
        {
            Joined(identity, WorkerView.Of(@new), worker);
        }
        else
        {
            Compare(identity, WorkerView.Of(old), WorkerView.Of(@new), worker);
        }
    }

    private void Joined(string identity, WorkerView row, string worker)
    {
        if (!_known.Add(identity) && !row.IsGone)
        {
            fail($"identity {identity} joined twice");
        }

        _beats[identity] = clock.GetTimestamp();
        if (!row.IsGone)
        {
            _workers[identity] = worker;
        }
    }

    private void Removed(string identity, WorkerView row)
    {
        if (!row.IsGone)
        {
            fail($"the row of worker {identity} was deleted while it is {row.State}");
        }

        if (rows.Leases.FirstOrDefault(lease => lease.Value.Text("owner") == identity).Key is { } lease)
        {
            fail($"the row of worker {identity} was deleted while lease {lease} names it");
        }
    }

    private void Compare(string identity, WorkerView old, WorkerView @new, string worker)
    {
        if (old.IsGone && @new.State != old.State)
        {
            fail($"worker {identity} was {old.State} and is {@new.State} now");
        }

        if (@new.Heartbeat < old.Heartbeat)
        {
            fail($"the heartbeat of worker {identity} fell from {old.Heartbeat} to {@new.Heartbeat}");
        }

        if (old.IsGone && @new.Heartbeat != old.Heartbeat)
        {
            fail($"worker {identity} is {old.State} and beats");
        }

        if (@new.State == "dead" && old.State != "dead" && WorkerOf(identity) != worker)
        {
            var quiet = TimeSpan.FromTicks(clock.GetTimestamp() - _beats.GetValueOrDefault(identity));
            if (quiet < old.LeaseDuration * ClockTolerance)
            {
                fail($"worker {identity} was declared dead {quiet} after a heartbeat; its lease duration is {old.LeaseDuration}");
            }
        }

        if (@new.Heartbeat != old.Heartbeat)
        {
            _beats[identity] = clock.GetTimestamp();
        }
    }
}
