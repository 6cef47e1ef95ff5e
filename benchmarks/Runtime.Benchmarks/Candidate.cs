using System.Diagnostics;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>One way to do the work. Candidates are run by turns, so that what disturbs one disturbs all.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Does the work once.</param>
internal sealed record Candidate(string Name, Action Run)
{
    private readonly List<double> _times = [];

    /// <summary>The median of the rounds, in milliseconds.</summary>
    public double Median => _times.Order().ElementAt(_times.Count / 2);

    /// <summary>The fastest of the rounds, in milliseconds.</summary>
    public double Fastest => _times.Min();

    /// <summary>The bytes allocated by the last round.</summary>
    public long Allocated { get; private set; }

    /// <summary>Runs them by turns.</summary>
    /// <param name="candidates">Which.</param>
    /// <param name="warmUp">For how long without being measured: code is compiled better as it runs.</param>
    /// <param name="duration">For how long.</param>
    public static void Race(IReadOnlyList<Candidate> candidates, TimeSpan warmUp, TimeSpan duration)
    {
        Repeat(candidates, warmUp, static candidate => candidate.Run());
        Repeat(candidates, duration, static candidate => candidate.Measure());
    }

    private static void Repeat(IReadOnlyList<Candidate> candidates, TimeSpan duration, Action<Candidate> act)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;)
        {
            foreach (var candidate in candidates)
            {
                act(candidate);
            }
        }
    }

    private void Measure()
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        Run();
        _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
    }
}
