using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.Tables;

public sealed class ExpiringTableTests
{
    // In AWS a table takes some seconds to be made, or to go.
    [Theory]
    [InlineData("CREATING")]
    [InlineData("DELETING")]
    public Task Nothing_is_written_before_the_table_is_ready(string status) => WorkerFixture.RunAsync(async fixture =>
    {
        using var db = new SlowTables(fixture.Db.Client, status, describes: 3);
        var table = new ExpiringTable(
            db, new("kept", [new("pk", KeyType.HASH)], "things", "Option"), TimeSpan.FromDays(1), fixture.Clock, NullLogger.Instance);
        var start = fixture.Clock.GetUtcNow();

        var written = await table.WriteAsync(
            (_, _) => Task.FromResult(fixture.Clock.GetUtcNow()), TestContext.Current.CancellationToken);

        Assert.Equal(3, (written - start).TotalSeconds, 0.1);
    });

    /// <summary>A table that is in a state for some descriptions, and then as it is.</summary>
    private sealed class SlowTables(IAmazonDynamoDB inner, string status, int describes) : AmazonDynamoDBClient(
        new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://slow.invalid" })
    {
        private int _left = describes;

        public override async Task<DescribeTableResponse> DescribeTableAsync(
            DescribeTableRequest request, CancellationToken cancellationToken)
        {
            if (_left-- > 0)
            {
                return new() { Table = new() { TableStatus = status } };
            }

            return await inner.DescribeTableAsync(request, cancellationToken);
        }

        public override Task<CreateTableResponse> CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken) =>
            inner.CreateTableAsync(request, cancellationToken);

        public override Task<DescribeTimeToLiveResponse> DescribeTimeToLiveAsync(
            DescribeTimeToLiveRequest request, CancellationToken cancellationToken) => inner.DescribeTimeToLiveAsync(request, cancellationToken);

        public override Task<UpdateTimeToLiveResponse> UpdateTimeToLiveAsync(
            UpdateTimeToLiveRequest request, CancellationToken cancellationToken) => inner.UpdateTimeToLiveAsync(request, cancellationToken);
    }
}
