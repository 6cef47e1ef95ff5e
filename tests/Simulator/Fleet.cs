using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulator;

/// <summary>Starts and stops the workers of a run, as an orchestrator does: what fails to start is started again.</summary>
internal sealed class Fleet(SimulatedCluster cluster, Profile profile)
{
    private readonly Random _random = new(cluster.Random.Next());
    private int _named;

    /// <summary>The workers that run, in the order in which they were started.</summary>
    public List<SimulatedWorker> Running => [.. cluster.Workers.Where(static worker => worker.IsRunning)];

    /// <summary>One of those that run; null if there is none that fits.</summary>
    public SimulatedWorker? Pick(Func<SimulatedWorker, bool> fits)
    {
        var fitting = Running.FindAll(worker => fits(worker));
        return fitting.Count > 0 ? fitting[_random.Next(fitting.Count)] : null;
    }

    /// <summary>Starts a worker, trying again until it has started.</summary>
    /// <param name="name">Its name, if it replaces another.</param>
    /// <param name="isCurrent">Whether it handles all tables for certain, and is not perhaps of an older version.</param>
    public async Task StartAsync(string? name = null, bool isCurrent = false)
    {
        name ??= $"w{++_named}";
        var isOld = profile.MixedVersions && !isCurrent && _random.Next(3) == 0;
        while (true)
        {
            try
            {
                await cluster.StartWorkerAsync(worker => AddHandlers(worker, isOld), profile.Configure, name);
                return;
            }
            catch (WorkerStartException)
            {
                await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
    }

    private void AddHandlers(IDynamoHandlersBuilder builder, bool isOld)
    {
        foreach (var table in isOld ? Profile.Tables.Take(1) : Profile.Tables)
        {
            builder.AddHandler(MakeHandler(table));
            if (profile.HasBatches)
            {
                builder.AddHandler(new HandlerDescriptor
                {
                    Name = $"{table}Batches",
                    Table = table,
                    Entity = typeof(object),
                    Kinds = ChangeKinds.All,
                    Needs = ImageNeeds.None,
                    Batch = profile.Batch(),
                    InvokeBatch = InvokeBatchAsync,
                });
            }
        }
    }

    private HandlerDescriptor MakeHandler(string table)
    {
        var keeps = profile.Exactness is Exactness.Buffers or Exactness.States;
        var hasWindows = profile.Exactness == Exactness.Windows;
        return new()
        {
            Name = $"{table}Handler",
            Table = table,
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            UsesTransaction = profile.Exactness is Exactness.Changes or Exactness.Windows,
            Invoke = hasWindows ? null : profile.Exactness switch
            {
                Exactness.Changes => InvokeExactly,
                Exactness.None => Invoke,
                _ => Collect,
            },
            InvokeBatch = hasWindows ? InvokeWindowAsync : null,
            WindowSize = hasWindows ? profile.WindowSize() : null,
            Shard = keeps ? Collector.Describe(profile, _random) : null,
        };
    }

    // Counts the changes of each item, in what commits with the checkpoint.
    private ValueTask InvokeExactly(in HandlerCall call)
    {
        var context = call.CreateContext();
        Totals.Add(call.Transaction, context.TableName, context.Keys);
        return Invoke(call);
    }

    // After the failure, if there is one: what a failed call leaves in an instance stays there.
    private async ValueTask CollectAsync(HandlerCall call)
    {
        await Invoke(call);
        call.GetInstance<Collector>().Add();
    }

    private ValueTask Collect(in HandlerCall call) => CollectAsync(call);

    private async ValueTask<BatchResult> InvokeWindowAsync(BatchCall call)
    {
        var window = call.CreateWindow(static image => new Count(image));
        var count = (window.State?.Value ?? 0) + call.CreateChanges(static image => image.Length).Count;
        if (_random.NextDouble() < profile.FailingCalls)
        {
            throw new InvalidDataException("The handler fails (simulated).");
        }

        if (_random.NextDouble() < profile.SlowCalls)
        {
            await SlowAsync(call.Services.GetRequiredService<TimeProvider>(), call.Stop);
        }

        // Some counts go on into the next window, as long as there is one.
        if (window.IsFinal && count > 0 && (window.IsShardEnd || _random.Next(4) > 0))
        {
            Totals.Add(call.Transaction, "windows", $"{window.Start.ToUnixTimeSeconds()}", count);
            count = 0;
        }

        call.KeepState(count == 0 ? null : new Count(count).ToImage());
        return BatchResult.Success;
    }

    private async ValueTask<BatchResult> InvokeBatchAsync(BatchCall call)
    {
        var changes = call.CreateChanges(static image => image.Length);
        if (_random.NextDouble() < profile.FailingCalls)
        {
            throw new InvalidDataException("The batch handler fails (simulated).");
        }

        if (_random.NextDouble() < profile.SlowCalls)
        {
            await SlowAsync(call.Services.GetRequiredService<TimeProvider>(), call.Stop);
        }

        return BatchResult.Failed(changes.Where(_ => _random.NextDouble() < profile.FailingCalls).ToList());
    }

    private ValueTask Invoke(in HandlerCall call)
    {
        var chance = _random.NextDouble();
        if (chance < profile.FailingCalls)
        {
            throw new InvalidDataException("The handler fails (simulated).");
        }

        chance -= profile.FailingCalls;
        if (chance < profile.SlowCalls)
        {
            return new(SlowAsync(call.Services.GetRequiredService<TimeProvider>(), call.Stop));
        }

        return chance - profile.SlowCalls < profile.StubbornCalls
            ? new(StubbornAsync(call.Services.GetRequiredService<TimeProvider>()))
            : default;
    }

    private Task StubbornAsync(TimeProvider clock) =>
        Task.Delay(TimeSpan.FromSeconds(2 + (_random.NextDouble() * 25)), clock, CancellationToken.None);

    private Task SlowAsync(TimeProvider clock, CancellationToken stop) =>
        Task.Delay(TimeSpan.FromSeconds(0.05 + (_random.NextDouble() * _random.NextDouble() * 4)), clock, stop);
}
