namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

public sealed class StreamStoreTests
{
    private const string First = "arn:aws:dynamodb:eu-west-1:111111111111:table/Items/stream/2026-01-01T00:00:00.000";

    [Theory]
    [InlineData("arn:aws:dynamodb:eu-west-1:111111111111:table/Items/stream/2026-02-01T00:00:00.000", true)]
    [InlineData("arn:aws:dynamodb:eu-west-1:111111111111:table/Items-2/stream/2026-02-01T00:00:00.000", false)]
    [InlineData("arn:aws:dynamodb:eu-west-1:222222222222:table/Items/stream/2026-02-01T00:00:00.000", false)]
    [InlineData("arn:aws:dynamodb:eu-west-2:111111111111:table/Items/stream/2026-02-01T00:00:00.000", false)]
    [InlineData(First, false)]
    public async Task Other_streams_are_those_of_the_very_same_table(string streamArn, bool isOther)
    {
        var stop = TestContext.Current.CancellationToken;
        var rows = await LeaseRows.CreateAsync();
        Assert.True(await rows.Streams.BeginAsync(First, from: null, previous: null, stop));

        Assert.Equal(
            isOther ? ["2026-01-01T00:00:00.000"] : [], await rows.Streams.OtherLabelsAsync(streamArn, stop));
    }
}
