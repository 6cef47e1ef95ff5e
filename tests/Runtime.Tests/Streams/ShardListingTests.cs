using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class ShardListingTests
{
    [Fact]
    public void The_open_shards_are_wanted_with_what_descends_from_them()
    {
        var listing = new ShardListing(
            [
                new("closed", null, IsClosed: true),
                new("open", "closed", IsClosed: false),
                new("child of open", "open", IsClosed: true),
                new("grandchild", "child of open", IsClosed: false),
                new("other closed", null, IsClosed: true),
            ],
            DateTimeOffset.UnixEpoch,
            StreamStatus.Enabled);

        Assert.Equal(["child of open", "grandchild", "open"], listing.OpenOrBelowOpen().Order());
    }
}
