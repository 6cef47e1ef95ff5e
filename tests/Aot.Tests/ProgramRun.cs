using System.Diagnostics;

namespace DynamoHandlers.Aot.Tests;

/// <summary>A program that has run to its end.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed to the error stream.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>All that was printed, for messages of failed tests.</summary>
    public string All => Output + Errors;

    /// <summary>Runs a program to its end; kills it, with what it has started, when the test is cancelled.</summary>
    public static async Task<ProgramRun> StartAsync(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
