using System.Diagnostics;

namespace DynamoHandlers.Simulator;

/// <summary>Runs many seeds and reports what was wrong.</summary>
internal static class SeedReport
{
    /// <returns>1 if there was a violation.</returns>
    public static async Task<int> RunAsync(CommandLine command)
    {
        var watch = Stopwatch.StartNew();
        var (done, violations) = (0, 0);
        var isWhole = await Children.RunAsync(command.Jobs, command.From, command.Seeds!.Value, command.Mutation, line =>
        {
            var parts = line.Split(' ', 3);
            done++;
            if (parts[0] == SeedLoop.Violated)
            {
                violations++;
                var replay = command.Mutation is { } mutation ? $"{parts[1]} --mutation {mutation}" : parts[1];
                Console.WriteLine($"seed {parts[1]}: {parts[2]}");
                Console.WriteLine($"  replay it: eng/simulate.sh --replay {replay}");
            }

            return true;
        });
        if (!isWhole || (done < command.Seeds && command.Mutation is null))
        {
            Console.WriteLine($"A process broke off: {done} of {command.Seeds} seeds were run.");
            violations++;
        }

        Console.WriteLine($"{done} seeds, {violations} violations, {done / watch.Elapsed.TotalMinutes:F0} seeds/minute");
        return violations == 0 ? 0 : 1;
    }
}
