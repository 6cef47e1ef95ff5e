namespace DynamoHandlers.DynamoDbLocal.Tests;

public sealed class ServerTests(DynamoDbLocalServer server)
{
    [Fact]
    public async Task Answers()
    {
        using var client = server.CreateClient();

        var tables = await client.ListTablesAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(tables);
    }
}
