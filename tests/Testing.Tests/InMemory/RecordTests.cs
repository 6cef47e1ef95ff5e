using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Testing.Tests.InMemory;

public sealed class RecordTests
{
    private static readonly DateTimeOffset Start = new(2025, 3, 1, 8, 0, 0, 700, TimeSpan.Zero);

    private readonly VirtualClock _clock = new(Start);

    [Fact]
    public async Task A_write_that_changes_an_item_appends_one_record()
    {
        using var db = await Db.NewAsync(_clock);

        await db.PutAsync("a", 1);
        await db.PutAsync("a", 2);
        await db.DeleteAsync("a");

        Assert.Collection(
            await db.ReadAllAsync(),
            r => Assert.Equal((ChangeKind.Insert, "", """{"pk":{"S":"a"},"n":{"N":"1"}}"""), (r.Kind, r.Old, r.New)),
            r => Assert.Equal(
                (ChangeKind.Modify, """{"pk":{"S":"a"},"n":{"N":"1"}}""", """{"pk":{"S":"a"},"n":{"N":"2"}}"""), (r.Kind, r.Old, r.New)),
            r => Assert.Equal((ChangeKind.Remove, """{"pk":{"S":"a"},"n":{"N":"2"}}""", ""), (r.Kind, r.Old, r.New)));
    }

    [Fact]
    public async Task A_write_that_leaves_the_item_as_it_is_appends_none()
    {
        using var db = await Db.NewAsync(_clock);
        await db.Client.PutItemAsync(Db.Table, Item("1.0", "x", "y"), Db.Stop);

        await db.Client.PutItemAsync(Db.Table, Item("1.00", "y", "x"), Db.Stop);
        await db.Client.UpdateItemAsync(new UpdateItemRequest { TableName = Db.Table, Key = Db.Key("a") }, Db.Stop);
        await db.DeleteAsync("gone");

        Assert.Single(await db.ReadAllAsync());

        static Dictionary<string, AttributeValue> Item(string n, params string[] set) =>
            new() { ["pk"] = new("a"), ["n"] = new() { N = n }, ["set"] = new() { SS = [.. set] } };
    }

    [Fact]
    public async Task A_record_says_what_the_service_says()
    {
        using var db = await Db.NewAsync(_clock);
        _clock.Advance(TimeSpan.FromSeconds(61));

        await db.PutAsync("a", 12);
        await db.PutAsync("b", 13);

        var records = await db.ReadAllAsync();
        Assert.All(records, static r => Assert.Equal(new DateTimeOffset(2025, 3, 1, 8, 1, 1, TimeSpan.Zero), r.CreatedAt));
        Assert.All(records, static r => Assert.Matches("^[0-9]{21,40}$", r.Sequence.ToString()));
        Assert.All(records, static r => Assert.Null(r.Identity));
        Assert.Equal("""{"pk":{"S":"a"}}""", records.Single(static r => r.New.Contains("\"a\"")).Keys);
        Assert.Equal(2, records.DistinctBy(static r => r.EventId).Count());
        Assert.Equal(2, records.DistinctBy(static r => r.Sequence).Count());

        // "pk" and "a" as key; "pk", "a", "n" and two bytes for 12 in the image.
        Assert.All(records, static r => Assert.Equal(3 + 6, r.Size));
    }

    [Theory]
    [InlineData("KEYS_ONLY", false, false)]
    [InlineData("NEW_IMAGE", false, true)]
    [InlineData("OLD_IMAGE", true, false)]
    [InlineData("NEW_AND_OLD_IMAGES", true, true)]
    public async Task Records_carry_the_images_of_the_view_type(string viewType, bool old, bool @new)
    {
        using var db = await Db.NewAsync(_clock, viewType: viewType);

        await db.PutAsync("a", 1);
        await db.PutAsync("a", 2);

        var modified = (await db.ReadAllAsync()).Single(static r => r.Kind == ChangeKind.Modify);
        Assert.Equal("""{"pk":{"S":"a"}}""", modified.Keys);
        Assert.Equal((old, @new), (modified.Old.Length > 0, modified.New.Length > 0));
    }

    [Fact]
    public async Task A_table_without_a_stream_writes_no_records()
    {
        using var db = await Db.NewAsync(_clock);
        await db.Client.UpdateTableAsync(
            new UpdateTableRequest { TableName = Db.Table, StreamSpecification = new() { StreamEnabled = false } }, Db.Stop);

        await db.PutAsync("a", 1);

        Assert.Empty(await db.ReadAllAsync());
    }

    [Fact]
    public async Task Expired_items_are_removed_by_the_service_itself()
    {
        using var db = await Db.NewAsync(_clock);
        await db.Client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = Db.Table,
                TimeToLiveSpecification = new() { AttributeName = "expires", Enabled = true },
            },
            Db.Stop);
        await PutExpiringAsync("soon", $"{Start.AddSeconds(60).ToUnixTimeSeconds()}");
        await PutExpiringAsync("later", $"{Start.AddSeconds(600).ToUnixTimeSeconds()}");
        await PutExpiringAsync("fraction", $"{Start.AddSeconds(60).ToUnixTimeSeconds()}.5");
        await PutExpiringAsync("ages ago", $"{Start.AddYears(-6).ToUnixTimeSeconds()}");
        await PutExpiringAsync("huge", "1E100");
        await db.PutAsync("never", 1);

        Assert.Equal(0, db.ExpireItems());
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(2, db.ExpireItems());
        Assert.Equal(0, db.ExpireItems());

        var removed = (await db.ReadAllAsync()).Where(static r => r.Kind == ChangeKind.Remove).ToList();
        Assert.Equal(["""{"pk":{"S":"fraction"}}""", """{"pk":{"S":"soon"}}"""], removed.Select(static r => r.Keys).Order(StringComparer.Ordinal));
        Assert.All(removed, static r => Assert.Equal(new UserIdentity("Service", "dynamodb.amazonaws.com"), r.Identity));

        async Task PutExpiringAsync(string pk, string expires) => await db.Client.PutItemAsync(
            Db.Table, new() { ["pk"] = new(pk), ["expires"] = new() { N = expires } }, Db.Stop);
    }
}
