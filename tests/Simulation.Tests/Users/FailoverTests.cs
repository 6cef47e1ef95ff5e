using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests.Users;

/// <summary>A user's own test of annotated handlers in a fleet that fails: the example of docs/testing.md.</summary>
public sealed class FailoverTests
{
    private static CreateTableRequest Orders => new()
    {
        TableName = "Orders",
        KeySchema = [new("pk", KeyType.HASH)],
        AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
        StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES },
    };

    [Fact]
    public async Task No_mail_is_forgotten_when_a_worker_dies()
    {
        var mails = new List<string>();
        await SimulatedCluster.RunAsync(new() { Seed = 7 }, async cluster =>
        {
            await cluster.Client.CreateTableAsync(Orders);
            var a = await cluster.StartWorkerAsync(worker => Configure(worker, mails));
            await cluster.StartWorkerAsync(worker => Configure(worker, mails));
            for (var i = 0; i < 100; i++)
            {
                await cluster.Client.PutItemAsync("Orders", Item($"order-{i}"));
                await cluster.WaitAsync(TimeSpan.FromMilliseconds(50));
                if (i == 50)
                {
                    a.Kill();
                }
            }

            await cluster.SettleAsync();
        });

        // Some may have been sent twice: what followed a's last checkpoint was handled again.
        Assert.Equal(100, mails.Distinct().Count());
    }

    private static void Configure(IDynamoHandlersBuilder worker, List<string> mails)
    {
        worker.Services.AddSingleton(new Mailer(mails));
        worker.AddDynamoHandlersSimulationTestsHandlers();
    }

    private static Dictionary<string, AttributeValue> Item(string id) => new() { ["pk"] = new(id) };
}

[StreamEntity(Table = "Orders")]
public sealed record Order
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }
}

public sealed class Mailer(List<string> sent)
{
    public void Send(string text) => sent.Add(text);
}

public sealed class OrderMails(Mailer mailer)
{
    [OnInsert<Order>]
    public void Placed(Order order) => mailer.Send($"{order.Id} placed");
}
