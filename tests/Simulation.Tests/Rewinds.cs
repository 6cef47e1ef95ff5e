using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>Rewinds that an operator asks for, from a host that is not started.</summary>
internal static class Rewinds
{
    public static Task RewindAsync(this SimulatedCluster cluster, RewindPosition position, SimulatedWorker? who = null) =>
        (who ?? cluster.NewOperator()).Services.GetRequiredService<IRewind>().RewindAsync(position);

    public static Task RewindShardAsync(
        this SimulatedCluster cluster, string shardId, RewindPosition position, SimulatedWorker? who = null) =>
        (who ?? cluster.NewOperator()).Services.GetRequiredService<IRewind>().RewindShardAsync("Items", shardId, position);
}
