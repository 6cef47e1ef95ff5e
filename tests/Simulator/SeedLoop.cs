using DynamoHandlers.Simulator.Mutations;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>Runs seeds in this process, one after the other, and says what each came to in a line.</summary>
internal static class SeedLoop
{
    public const string Passed = "passed";
    public const string Violated = "violated";
    public const string Unfit = "unfit";

    /// <summary>Runs every so-manieth seed.</summary>
    public static async Task<int> RunAsync(CommandLine command, int step, Mutation? mutation)
    {
        for (var seed = command.From; seed < command.From + command.Seeds; seed += step)
        {
            try
            {
                var result = await SeedRun.RunAsync(seed, core => mutation?.Apply(core));
                await Console.Out.WriteLineAsync($"{Passed} {seed} {result}");
            }
            catch (SimulationException e)
            {
                if (mutation is not null && !await PassesAsync(seed))
                {
                    await Console.Out.WriteLineAsync($"{Unfit} {seed} violates something also with all rules");
                    continue;
                }

                await Console.Out.WriteLineAsync($"{Violated} {seed} {e.Violation}");
                if (command.UntilViolation)
                {
                    break;
                }
            }
        }

        return 0;
    }

    // What also happens with all rules says nothing about the one that is left out.
    private static async Task<bool> PassesAsync(int seed)
    {
        try
        {
            await SeedRun.RunAsync(seed, static _ => { });
            return true;
        }
        catch (SimulationException)
        {
            return false;
        }
    }

    /// <summary>Runs one seed and prints everything that happens.</summary>
    /// <returns>1 if there was a violation.</returns>
    public static async Task<int> ReplayAsync(int seed, Mutation? mutation)
    {
        try
        {
            var result = await SeedRun.RunAsync(seed, core =>
            {
                core.Trace.Sink = Console.Out.WriteLine;
                mutation?.Apply(core);
            });
            await Console.Out.WriteLineAsync($"{Passed} {seed} {result}");
            return 0;
        }
        catch (SimulationException e)
        {
            await Console.Out.WriteLineAsync($"{Violated} {seed} {e.Message}{Environment.NewLine}{e.InnerException}");
            return 1;
        }
    }
}
