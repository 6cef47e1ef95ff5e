using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Wire;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class RandomWriteTests(Twins twins) : IClassFixture<Twins>
{
    private const int Sequences = 400;
    private const int Writes = 14;

    [Fact]
    public async Task Random_writes_leave_the_same_items_and_the_same_streams()
    {
        var stop = TestContext.Current.CancellationToken;
        var table = twins.Name(Twins.Sorted);
        for (var seed = 1; seed <= Sequences; seed++)
        {
            var writer = new RandomWriter(seed, table);
            for (var i = 0; i < Writes; i++)
            {
                await SameAsync(seed, i, writer.Next());
            }

            await twins.SameAsync(() => new QueryRequest(table)
            {
                KeyConditionExpression = "pk = :p",
                ExpressionAttributeValues = new() { [":p"] = new($"{seed}") },
            });
        }

        using var localStreams = new AwsStreamClient(twins.Local, TimeProvider.System);
        var local = await StreamHistory.ReadAsync(localStreams, await StreamOfAsync(twins.Local), stop);
        var memory = await StreamHistory.ReadAsync(twins.Memory.Streams, await StreamOfAsync(twins.Memory.Client), stop);
        Assert.True(memory.Count > Sequences);
        Assert.Equal(local.Keys, memory.Keys);
        foreach (var (key, history) in local)
        {
            Assert.True(history == memory[key], $"{key}\nDynamoDB Local:\n{history}\nin memory:\n{memory[key]}");
        }
    }

    private async Task SameAsync(int seed, int number, Func<Amazon.Runtime.AmazonWebServiceRequest> request)
    {
        try
        {
            await twins.SameAsync(request);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            Assert.Fail($"Seed {seed}, write {number}: {e.Message}");
        }
    }

    private async Task<string> StreamOfAsync(IAmazonDynamoDB client) =>
        (await client.DescribeTableAsync(twins.Name(Twins.Sorted), TestContext.Current.CancellationToken)).Table.LatestStreamArn;
}
