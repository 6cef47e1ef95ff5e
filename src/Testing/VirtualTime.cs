namespace DynamoHandlers.Testing;

/// <summary>
/// Runs asynchronous code on a <see cref="VirtualClock"/>: as fast as it computes, and the same way every time. All of
/// it runs on one thread of the pool, and only when nothing is left to run does the clock move on to the next timer.
/// </summary>
/// <remarks>
/// No synchronization context is installed: continuations reach the thread pool in many ways that pass a context by,
/// and a pool of one thread orders them all. What runs must wait by the clock's timers alone: no real I/O, no blocking,
/// no threads. The limit of the pool holds for the process, so one run at a time.
/// </remarks>
internal sealed class VirtualTime
{
    private readonly VirtualClock _clock;
    private readonly Func<Task> _main;
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;

    private VirtualTime(VirtualClock clock, Func<Task> main)
    {
        _clock = clock;
        _main = main;
    }

    /// <summary>Runs until <paramref name="main"/> has completed.</summary>
    /// <exception cref="InvalidOperationException">Everything waits, and for no timer: a deadlock.</exception>
    public static async Task RunAsync(VirtualClock clock, Func<Task> main)
    {
        ThreadPool.GetMinThreads(out var minWorkers, out var minPorts);
        ThreadPool.GetMaxThreads(out var maxWorkers, out var maxPorts);
        ThreadPool.SetMinThreads(1, minPorts);
        ThreadPool.SetMaxThreads(1, maxPorts);
        var run = new VirtualTime(clock, main);
        try
        {
            ThreadPool.UnsafeQueueUserWorkItem(static run => run.Pump(), run, preferLocal: false);
            await run._quiet.Task.ConfigureAwait(false);
            await run._running!.ConfigureAwait(false);
        }
        finally
        {
            ThreadPool.SetMaxThreads(maxWorkers, maxPorts);
            ThreadPool.SetMinThreads(minWorkers, minPorts);
        }
    }

    private void Pump()
    {
        // With one thread, which is here, nothing pending means that nothing can run.
        if (ThreadPool.PendingWorkItemCount == 0)
        {
            if (_running is null)
            {
                _running = _main();
            }
            else if (_running.IsCompleted)
            {
                _quiet.SetResult();
                return;
            }
            else if (!_clock.FireNext())
            {
                _quiet.SetException(new InvalidOperationException(
                    $"At {_clock.GetUtcNow():O} everything waits, and no timer is due: a deadlock, or waiting for the real clock."));
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static run => run.Pump(), this, preferLocal: false);
    }
}
