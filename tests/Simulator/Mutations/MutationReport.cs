namespace DynamoHandlers.Simulator.Mutations;

/// <summary>Runs every mutation until something is noticed, and lists at which seed it was.</summary>
internal static class MutationReport
{
    private const int DefaultSeeds = 1000;

    /// <returns>1 if a mutation was not noticed.</returns>
    public static async Task<int> RunAsync(CommandLine command)
    {
        var missed = 0;
        foreach (var mutation in Mutation.All)
        {
            var found = "";
            await Children.RunAsync(command.Jobs, command.From, command.Seeds ?? DefaultSeeds, mutation.Name, line =>
            {
                var parts = line.Split(' ', 3);
                if (parts[0] == SeedLoop.Violated)
                {
                    found = $"seed {parts[1]}: {parts[2]}";
                }

                return found.Length == 0;
            });
            missed += found.Length == 0 ? 1 : 0;
            Console.WriteLine($"{mutation.Name} (left out: {mutation.Rule})");
            Console.WriteLine(found.Length == 0 ? $"  NOT CAUGHT within {command.Seeds ?? DefaultSeeds} seeds" : $"  caught at {found}");
        }

        Console.WriteLine($"{Mutation.All.Count} mutations, {Mutation.All.Count - missed} caught");
        return missed == 0 ? 0 : 1;
    }
}
