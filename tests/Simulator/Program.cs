using DynamoHandlers.Simulator;
using DynamoHandlers.Simulator.Mutations;

CommandLine command;
Mutation? mutation;
try
{
    command = CommandLine.Parse(args);
    mutation = command.Mutation is null ? null : Mutation.Named(command.Mutation);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}

return command switch
{
    { Replay: { } seed } => await SeedLoop.ReplayAsync(seed, mutation),
    { Step: { } step } => await SeedLoop.RunAsync(command, step, mutation),
    { Scale: { } shards } => await ScaleRun.RunAsync(shards, command.Workers),
    { Cost: true } => await CostReport.RunAsync(),
    { Mutations: true } => await MutationReport.RunAsync(command),
    _ => await SeedReport.RunAsync(command),
};
