using System.Globalization;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>Changes items all the time.</summary>
internal sealed class Load(SimulatedCluster cluster, Profile profile)
{
    private readonly Random _random = new(cluster.Random.Next());
    private long _version;

    /// <summary>Writes until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await cluster.WaitAsync(profile.WriteInterval * (_random.NextDouble() * 2));
            await WriteAsync(1 + _random.Next(4));
        }
    }

    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var table = Profile.Tables[_random.Next(Profile.Tables.Count)];
            var key = string.Create(CultureInfo.InvariantCulture, $"item-{_random.Next(profile.KeysPerTable)}");
            await cluster.Client.PutItemAsync(table, new()
            {
                ["pk"] = new(key),
                ["v"] = new() { N = (++_version).ToString(CultureInfo.InvariantCulture) },
            });
        }
    }
}
