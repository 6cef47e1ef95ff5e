using System.Globalization;
using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.Simulation;

namespace DynamoHandlers.Testing;

/// <summary>
/// A fleet of real workers on a simulated DynamoDB, in virtual time: hours pass in seconds, and machines, networks and
/// the service fail as the test says, the same way every time. Everything that the workers promise is checked as the run
/// goes: no record is lost, the changes of an item arrive in order, no worker acts on a shard that another has taken over,
/// no checkpoint passes an unfinished record.
/// </summary>
/// <remarks>
/// <para>
/// Everything runs on one thread: while a run goes on, the process' thread pool is limited to one. Hence one run at a time
/// in a process. Test frameworks must not run such tests in parallel with others.
/// </para>
/// <para>
/// What a run executes, handlers included, must wait by the workers' <see cref="TimeProvider"/> (from the container) or by
/// <see cref="WaitAsync"/>, must not block, do real I/O or start threads, and must take chance from <see cref="Random"/>,
/// or it will not repeat itself.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// await SimulatedCluster.RunAsync(new() { Seed = 7 }, async cluster =>
/// {
///     await cluster.Client.CreateTableAsync(orders);
///     var a = await cluster.StartWorkerAsync(worker => worker.AddOrdersHandlers());
///     var b = await cluster.StartWorkerAsync(worker => worker.AddOrdersHandlers());
///     await cluster.Client.PutItemAsync("Orders", order);
///     a.Kill();
///     await cluster.SettleAsync();   // b has handled everything
/// });
/// </code>
/// </example>
public sealed partial class SimulatedCluster
{
    private static int _runs;

    private readonly SimulatedClusterOptions _options;
    private readonly SimulationCore _core;
    private int _named;

    private SimulatedCluster(SimulatedClusterOptions options, SimulationCore core)
    {
        (_options, _core) = (options, core);
        Random = core.NewRandom();
    }

    /// <summary>The client of the tables for the test itself: its requests never fail, and are answered at once.</summary>
    public IAmazonDynamoDB Client => _core.Db.Client;

    /// <summary>How the workers' requests are treated.</summary>
    public SimulatedFaults Faults => _core.Faults;

    /// <summary>The clock of the simulated world; each worker has its own.</summary>
    public TimeProvider Clock => _core.World;

    /// <summary>Chance for the test itself, from the run's seed.</summary>
    public Random Random { get; }

    /// <summary>All workers that were started, the gone included.</summary>
    public IReadOnlyList<SimulatedWorker> Workers => _core.Members;

    /// <summary>What happened last, oldest first: up to 200 lines.</summary>
    public IEnumerable<string> Trace => _core.Trace.Last(int.MaxValue);

    /// <summary>A hash of everything that happened: two runs with one seed have the same.</summary>
    public string TraceHash => _core.Trace.Hash.ToString("x16", CultureInfo.InvariantCulture);

    internal SimulationCore Core => _core;

    /// <summary>Runs a simulation to the end of its body.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="body">What happens. When it ends, the run ends, and with it all workers.</param>
    /// <exception cref="SimulationException">The body threw, a guarantee was broken, or everything waits for ever.</exception>
    /// <exception cref="InvalidOperationException">Another run goes on in this process.</exception>
    public static Task RunAsync(SimulatedClusterOptions options, Func<SimulatedCluster, Task> body) =>
        RunAsync(options, static _ => { }, body);

    internal static async Task RunAsync(
        SimulatedClusterOptions options, Action<SimulationCore> prepare, Func<SimulatedCluster, Task> body)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(body);
        if (Interlocked.Exchange(ref _runs, 1) != 0)
        {
            throw new InvalidOperationException(
                "Another simulation runs in this process. Each takes the whole thread pool: run one at a time, and switch off "
                + "parallel tests for the assembly.");
        }

        try
        {
            using var core = new SimulationCore(options);
            prepare(core);
            await RunAsync(new SimulatedCluster(options, core), body).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _runs, 0);
        }
    }

    /// <summary>Adds a worker and starts it.</summary>
    /// <param name="configure">Adds its handlers, and what they depend on.</param>
    /// <param name="options">Its settings; the application's name is the cluster's.</param>
    /// <param name="name">Its name; by default <c>worker-1</c> and so on. A name may be used again, as after a restart.</param>
    /// <returns>The worker, when it has started: it has found its streams, and takes leases from now on.</returns>
    /// <exception cref="WorkerStartException">It cannot start.</exception>
    public async Task<SimulatedWorker> StartWorkerAsync(
        Action<IDynamoHandlersBuilder> configure, Action<DynamoHandlersOptions>? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var worker = new SimulatedWorker(
            _core, name ?? string.Create(CultureInfo.InvariantCulture, $"worker-{++_named}"), configure, options);
        _core.Members.Add(worker);
        await worker.StartAsync().ConfigureAwait(false);
        return worker;
    }

    /// <summary>Makes a host of the application that is not started: what an operator has, who wants something rewound.</summary>
    /// <param name="name">Its name, which no worker has.</param>
    internal SimulatedWorker NewOperator(string name = "operator") => new(_core, name, static _ => { }, options: null);

    /// <summary>Lets virtual time pass.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, _core.World);

    /// <summary>Waits until something is so, looking every 50 virtual milliseconds.</summary>
    /// <param name="condition">What to wait for.</param>
    /// <param name="within">How long at most.</param>
    /// <exception cref="TimeoutException">It is not so after that time.</exception>
    public async Task UntilAsync(Func<bool> condition, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = _core.World.GetTimestamp() + within.Ticks;
        while (!condition())
        {
            if (_core.World.GetTimestamp() >= end)
            {
                throw new TimeoutException($"Not so after {within} of virtual time.");
            }

            await WaitAsync(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(SimulatedCluster cluster, Func<SimulatedCluster, Task> body)
    {
        var core = cluster._core;
        var running = Task.CompletedTask;
        try
        {
            await VirtualTime.RunAsync(core.World, async () =>
            {
                using var over = new CancellationTokenSource();
                var limit = Task.Delay(cluster._options.TimeLimit, core.World, over.Token);
                cluster.StartBackground();
                running = body(cluster);
                await Task.WhenAny(running, core.Violation.Task, limit).ConfigureAwait(false);
                if (limit.IsCompleted)
                {
                    core.Fail($"the run has not ended after {cluster._options.TimeLimit} of virtual time");
                }

                await over.CancelAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw cluster.Failure(e.Message, e);
        }

        if (core.Violation.Task.IsCompleted)
        {
            throw cluster.Failure(await core.Violation.Task.ConfigureAwait(false), null);
        }

        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw cluster.Failure($"{e.GetType().Name}: {e.Message}", e);
        }
    }

    private SimulationException Failure(string violation, Exception? inner)
    {
        var time = _core.World.GetTimestamp() / (double)TimeSpan.TicksPerSecond;
        var trace = string.Join(Environment.NewLine, _core.Trace.Last(_options.TraceLength));
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {_options.Seed}, after {time:F3} virtual seconds: {violation}{Environment.NewLine}What happened last:{Environment.NewLine}{trace}");
        return new SimulationException(_options.Seed, violation, message, inner);
    }
}
