using System.Diagnostics;
using System.Globalization;

namespace DynamoHandlers.Simulator;

/// <summary>Child processes of the simulator: a process runs one simulation at a time.</summary>
internal static class Children
{
    /// <summary>Runs seeds in several processes.</summary>
    /// <param name="jobs">How many processes.</param>
    /// <param name="from">The first seed.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="mutation">The name of the rule that is left out; null for none.</param>
    /// <param name="onLine">Told of each line, one at a time; false ends all processes.</param>
    /// <returns>Whether all processes ended well, or were ended by <paramref name="onLine"/>.</returns>
    public static async Task<bool> RunAsync(int jobs, int from, int seeds, string? mutation, Func<string, bool> onLine)
    {
        using var enough = new CancellationTokenSource();
        var gate = new object();
        var ends = await Task.WhenAll(Enumerable.Range(0, Math.Min(jobs, seeds)).Select(i => RunAsync(
            Arguments(jobs, from + i, seeds - i, mutation),
            line =>
            {
                lock (gate)
                {
                    if (!enough.IsCancellationRequested && !onLine(line))
                    {
                        enough.Cancel();
                    }
                }
            },
            enough.Token)));
        return Array.TrueForAll(ends, static end => end);
    }

    private static List<string> Arguments(int jobs, int from, int seeds, string? mutation)
    {
        List<string> arguments = ["--step", Text(jobs), "--from", Text(from), "--seeds", Text(seeds)];
        return mutation is null ? arguments : [.. arguments, "--until-violation", "--mutation", mutation];
    }

    private static async Task<bool> RunAsync(List<string> arguments, Action<string> onLine, CancellationToken enough)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(Children).Assembly.Location);
        arguments.ForEach(start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        await using var end = enough.UnsafeRegister(static process => Kill((Process)process!), process);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            onLine(line);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 || enough.IsCancellationRequested;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
