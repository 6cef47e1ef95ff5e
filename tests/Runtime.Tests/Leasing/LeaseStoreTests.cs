using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class LeaseStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_is_created_once_and_starts_at_the_beginning()
    {
        var rows = await LeaseRows.CreateAsync();

        Assert.True(await rows.Leases.CreateAsync(LeaseRows.Key("s"), "parent", gateOpen: false, Stop));
        Assert.False(await rows.Leases.CreateAsync(LeaseRows.Key("s"), null, gateOpen: true, Stop));

        var lease = await rows.GetAsync("s");
        Assert.Equal((LeaseState.Open, false, null, 0L), (lease.State, lease.GateOpen, lease.Owner, lease.Epoch));
        Assert.True(lease.Checkpoint.IsBeginning);
        Assert.Equal("parent", lease.ParentShardId);
    }

    [Fact]
    public async Task A_lease_is_never_created_beside_a_marker_nor_a_marker_beside_a_lease()
    {
        var rows = await LeaseRows.CreateAsync();
        Assert.True(await rows.Streams.MarkAsync(LeaseRows.Key("marked"), "test", Stop));
        Assert.True(await rows.Leases.CreateAsync(LeaseRows.Key("leased"), null, gateOpen: true, Stop));

        Assert.False(await rows.Leases.CreateAsync(LeaseRows.Key("marked"), null, gateOpen: true, Stop));
        Assert.False(await rows.Streams.MarkAsync(LeaseRows.Key("leased"), "test", Stop));

        Assert.Equal(["leased"], (await rows.AllAsync()).Keys);
        Assert.Equal(["marked"], (await rows.Streams.ReadMarkersAsync(LeaseRows.Stream, Stop)).Keys);
    }

    [Fact]
    public async Task All_leases_are_read_from_all_buckets()
    {
        var rows = await LeaseRows.CreateAsync();
        var shards = Enumerable.Range(0, 100).Select(static i => $"shard{i}").ToArray();
        foreach (var shard in shards)
        {
            await rows.Leases.CreateAsync(LeaseRows.Key(shard), null, gateOpen: true, Stop);
        }

        Assert.True(shards.Select(static shard => LeaseRows.Key(shard).Bucket).Distinct().Count() > 1);
        Assert.Equal(shards.Order(), (await rows.AllAsync()).Keys.Order());
    }

    [Fact]
    public async Task Taking_raises_the_epoch_and_names_the_owner()
    {
        var rows = await LeaseRows.CreateAsync();

        var hold = await rows.TakeAsync("s", "a");

        Assert.Equal(1, hold.Epoch);
        var lease = await rows.GetAsync("s");
        Assert.Equal(("a", 1L), (lease.Owner, lease.Epoch));
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_free_lease_one_gets_it()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Leases.CreateAsync(LeaseRows.Key("s"), null, gateOpen: true, Stop);
        var seen = await rows.GetAsync("s");

        Assert.NotNull(await rows.Leases.TakeAsync(seen, "a", fromDead: false, Stop));
        Assert.Null(await rows.Leases.TakeAsync(seen, "b", fromDead: false, Stop));

        Assert.Equal("a", (await rows.GetAsync("s")).Owner);
    }

    [Fact]
    public async Task A_lease_is_taken_only_from_the_owner_that_was_seen()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.TakeAsync("s", "a");
        var seen = await rows.GetAsync("s");

        Assert.Null(await rows.Leases.TakeAsync(seen with { Owner = null }, "b", fromDead: false, Stop));
        Assert.Null(await rows.Leases.TakeAsync(seen with { Owner = "c" }, "b", fromDead: false, Stop));
        Assert.Null(await rows.Leases.TakeAsync(seen with { Epoch = 0 }, "b", fromDead: false, Stop));
        Assert.Equal(2, (await rows.Leases.TakeAsync(seen, "b", fromDead: false, Stop))?.Epoch);
    }

    [Theory]
    [InlineData("SET gate = :value", "shut")]
    [InlineData("SET st = :value", "ended")]
    [InlineData("SET st = :value", "finished")]
    public async Task A_lease_that_may_not_run_is_not_taken(string edit, string value)
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Leases.CreateAsync(LeaseRows.Key("s"), null, gateOpen: true, Stop);
        var seen = await rows.GetAsync("s");
        await rows.EditAsync(seen.Key, edit, new() { [":value"] = new AttributeValue(value) });

        Assert.Null(await rows.Leases.TakeAsync(seen, "a", fromDead: false, Stop));
    }

    [Fact]
    public async Task A_take_whose_answer_was_lost_and_that_was_sent_again_has_succeeded()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Leases.CreateAsync(LeaseRows.Key("s"), null, gateOpen: true, Stop);
        var seen = await rows.GetAsync("s");
        await rows.Leases.TakeAsync(seen, "a", fromDead: false, Stop);

        var again = await rows.Leases.TakeAsync(seen, "a", fromDead: false, Stop);

        Assert.Equal(("a", 1L), (again?.Owner, again?.Epoch));
    }

    [Fact]
    public async Task A_gate_opens_once_and_for_ever()
    {
        var rows = await LeaseRows.CreateAsync();
        await rows.Leases.CreateAsync(LeaseRows.Key("s"), "parent", gateOpen: false, Stop);

        await rows.Leases.OpenGateAsync(LeaseRows.Key("s"), Stop);
        Assert.True((await rows.GetAsync("s")).IsRunnable);

        await rows.Leases.OpenGateAsync(LeaseRows.Key("s"), Stop);
        Assert.True((await rows.GetAsync("s")).IsRunnable);
    }

    [Fact]
    public async Task Opening_the_gate_of_a_lease_that_does_not_exist_creates_nothing()
    {
        var rows = await LeaseRows.CreateAsync();

        await rows.Leases.OpenGateAsync(LeaseRows.Key("s"), Stop);

        Assert.Empty(await rows.AllAsync());
    }
}
