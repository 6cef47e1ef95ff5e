using System.Diagnostics;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>The simulator as a program of its own: a process runs one simulation at a time.</summary>
internal static class SimulatorProcess
{
    /// <returns>Its exit code, and what it printed.</returns>
    public static async Task<(int ExitCode, string[] Lines)> RunAsync(params string[] arguments)
    {
        // Built beside this, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(
            AppContext.BaseDirectory, "..", "..", "..", "..", "Simulator", "bin", configuration, "net10.0", "DynamoHandlers.Simulator.dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
