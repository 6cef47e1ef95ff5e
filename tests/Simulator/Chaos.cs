using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>What happens to a fleet while the world is bad: one thing after the other, some of them at once.</summary>
internal sealed class Chaos(SimulatedCluster cluster, Fleet fleet, Profile profile)
{
    private const int MaxOpenShards = 24;

    private readonly Random _random = new(cluster.Random.Next());
    private readonly List<Task> _underWay = [];
    private readonly Operators _operators = new(cluster);

    /// <summary>Lets things happen until the time is over.</summary>
    public async Task RunAsync()
    {
        var end = cluster.Clock.GetUtcNow() + profile.Duration;
        profile.Spoil(cluster.Faults);
        while (cluster.Clock.GetUtcNow() < end)
        {
            await cluster.WaitAsync(profile.EventInterval * (0.2 + (_random.NextDouble() * 1.6)));
            if (profile.DeletesRows && _random.Next(6) == 0)
            {
                await DeleteLeaseAsync();
            }

            if (profile.Rewinds && _random.Next(4) == 0)
            {
                _underWay.Add(_operators.RewindSomethingAsync());
            }

            if (profile.IsRestless && _random.Next(3) > 0)
            {
                ComeOrGo();
            }
            else if (_random.NextDouble() < profile.Violence)
            {
                Harm();
            }
            else
            {
                Change();
            }
        }

        cluster.Heal();
        await Task.WhenAll(_underWay);
    }

    // Workers come and go, shards split and roll.
    private void Change()
    {
        switch (_random.Next(7))
        {
            case 0:
            case 1:
                Split();
                break;
            case 2:
                Roll();
                break;
            case 3:
                _underWay.Add(RestartAsync(fleet.Pick(static _ => true)));
                break;
            case 4 when fleet.Running.Count < profile.Workers + 2:
                _underWay.Add(fleet.StartAsync());
                break;
            case 5 when _random.Next(3) == 0:
                _underWay.AddRange(fleet.Running.Select(RestartAsync));
                break;
            case 6 when fleet.Running.Count > 3:
                _underWay.Add(fleet.Pick(static _ => true)?.StopAsync() ?? Task.CompletedTask);
                break;
            default:
                cluster.ExpireIterators();
                break;
        }
    }

    // Leases are handed over all the time.
    private void ComeOrGo()
    {
        if (fleet.Running.Count < profile.Workers && _random.Next(3) > 0)
        {
            _underWay.Add(fleet.StartAsync());
        }
        else if (fleet.Running.Count > 3 && _random.Next(2) == 0)
        {
            _underWay.Add(fleet.Pick(static _ => true)?.StopAsync() ?? Task.CompletedTask);
        }
        else
        {
            _underWay.Add(RestartAsync(fleet.Pick(static _ => true)));
        }
    }

    // Of a shard whose handler is at work, if there is one: its worker must find out and not run it twice.
    private async Task DeleteLeaseAsync()
    {
        var core = cluster.Core;
        var running = core.Rows.Leases.Keys.Order(StringComparer.Ordinal)
            .Where(key => core.Rows.Lease(key) is { State: "open", GateOpen: true, Owner: { } owner } && core.IsLive(owner))
            .ToList();
        var busy = running.FindAll(core.Deliveries.IsHandling);
        var candidates = busy.Count > 0 ? busy : running;
        if (candidates.Count > 0)
        {
            await cluster.DeleteLeaseAsync(candidates[_random.Next(candidates.Count)]);
        }
    }

    private void Harm()
    {
        switch (_random.Next(6))
        {
            case 0:
                _underWay.Add(KillAsync(fleet.Pick(static _ => true)));
                break;
            case 1:
            case 2:
                _underWay.Add(PauseAsync(fleet.Pick(static worker => !worker.IsPaused)));
                break;
            case 3:
                _underWay.Add(DisconnectAsync(fleet.Pick(static worker => !worker.IsDisconnected)));
                break;
            case 4:
                cluster.FreezeReplica(Seconds(2, 40));
                break;
            default:
                // A whole host stops, with several workers on it.
                _underWay.AddRange(fleet.Running.Where(worker => !worker.IsPaused && _random.Next(3) == 0).Select(PauseAsync));
                break;
        }
    }

    private async Task KillAsync(SimulatedWorker? worker)
    {
        worker?.Kill();
        await cluster.WaitAsync(Seconds(0.5, 20));
        await fleet.StartAsync(worker?.Name);
    }

    private async Task RestartAsync(SimulatedWorker? worker)
    {
        if (worker is not null)
        {
            await worker.StopAsync();
            await fleet.StartAsync(worker.Name);
        }
    }

    private async Task PauseAsync(SimulatedWorker? worker)
    {
        if (worker is null)
        {
            return;
        }

        worker.Pause();
        await cluster.WaitAsync(_random.Next(3) == 0 ? Seconds(0.1, 3) : Seconds(3, 30));
        if (worker.IsPaused)
        {
            worker.Resume(clockStoodStill: _random.Next(2) == 0);
        }
    }

    private async Task DisconnectAsync(SimulatedWorker? worker)
    {
        worker?.Disconnect();
        await cluster.WaitAsync(Seconds(0.5, 25));
        worker?.Reconnect();
    }

    private void Split()
    {
        var table = Profile.Tables[_random.Next(Profile.Tables.Count)];
        var open = cluster.ListShards(table).Where(static shard => !shard.IsClosed).ToList();
        if (open.Count < MaxOpenShards)
        {
            cluster.SplitShard(table, open[_random.Next(open.Count)].ShardId);
        }
    }

    private void Roll() => cluster.RollShards(Profile.Tables[_random.Next(Profile.Tables.Count)]);

    private TimeSpan Seconds(double low, double high) => TimeSpan.FromSeconds(low + (_random.NextDouble() * (high - low)));
}
