using System.Diagnostics.Metrics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Several entities in one table, and several tables, in a whole worker.</summary>
public sealed class SingleTableTests
{
    private static readonly ItemPattern Customer = new() { KeyPrefix = "C#", SortKeyPrefix = "PROFILE" };
    private static readonly ItemPattern Order = new() { KeyPrefix = "C#", SortKeyPrefix = "O#" };
    private static readonly ItemPattern Note = new() { Discriminator = "type", DiscriminatorValue = "Note" };
    private static readonly ItemPattern Errand = new() { Discriminator = "type", DiscriminatorValue = "Errand" };

    [Fact]
    public Task Every_entity_gets_its_own_items_by_the_tables_own_keys() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture, "KEYS_ONLY");
        var seen = new List<string>();
        using var worker = fixture.Worker(
            Handler<Uri>(seen, "customer", Customer), Handler<Version>(seen, "order", Order));
        await worker.StartAsync();
        await PutAsync(fixture, "C#1", "O#1");
        await PutAsync(fixture, "C#1", "PROFILE");
        await PutAsync(fixture, "C#1", "O#1", ("n", "2"));
        await fixture.Db.Client.DeleteItemAsync("Shop", new() { ["pk"] = new("C#1"), ["sk"] = new("PROFILE") });
        await fixture.UntilAsync(() => seen.Count == 4);
        await worker.StopAsync();

        Assert.Equal(["order Insert", "customer Insert", "order Modify", "customer Remove"], seen);
    }, shards: 1);

    [Fact]
    public Task An_item_that_changes_its_type_leaves_one_entity_and_joins_another() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        var seen = new List<string>();
        using var worker = fixture.Worker(Handler<Uri>(seen, "note", Note), Handler<Version>(seen, "errand", Errand));
        await worker.StartAsync();
        await PutAsync(fixture, "1", "1", ("type", "Note"));
        await PutAsync(fixture, "1", "1", ("type", "Errand"));
        await PutAsync(fixture, "1", "1", ("type", "Errand"), ("n", "2"));
        await fixture.UntilAsync(() => seen.Count == 4);
        await worker.StopAsync();

        Assert.Equal(["note Insert", "note Remove", "errand Insert", "errand Modify"], seen);
    }, shards: 1);

    [Fact]
    public Task Unmatched_records_are_counted_and_logged_once_a_minute_and_do_not_stop_the_shard() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        var seen = new List<string>();
        var unmatched = new List<string>();
        using var worker = fixture.Worker(Handler<Uri>(seen, "note", Note));
        using var listener = ListenTo(unmatched);
        await worker.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(fixture, "1", $"{i}", ("type", "Other"));
        }

        await PutAsync(fixture, "1", "1", ("type", "Note"));
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.WaitAsync(60);
        await PutAsync(fixture, "1", "6");
        await fixture.UntilAsync(() => unmatched.Count == 7);
        await worker.StopAsync();

        Assert.All(unmatched, static measurement => Assert.Equal("1 Shop", measurement));
        Assert.Equal(
            ["Warning: 1 records of Shop", "Warning: 6 records of Shop"],
            fixture.LoggedWith("[OnUnmatched]").Select(static line => line[..line.IndexOf(" since", StringComparison.Ordinal)]));
        Assert.Contains("\"sk\":{\"S\":\"0\"}", fixture.LoggedWith("[OnUnmatched]").First(), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task An_unmatched_record_can_hold_up_its_shard_like_a_failing_handler() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        var seen = new List<string>();
        using (var worker = fixture.Worker(static o => o.Unmatched = UnmatchedPolicy.Fail, Handler<Uri>(seen, "note", Note)))
        {
            await worker.StartAsync();
            await PutAsync(fixture, "1", "1", ("type", "Other"));
            await PutAsync(fixture, "1", "2", ("type", "Note"));
            await fixture.UntilAsync(() => fixture.LoggedWith("UnmatchedRecordException").Count() >= 3);
            await worker.StopAsync();
        }

        Assert.Empty(seen);
        Assert.Contains("fits none of the entities that have handlers: Uri", fixture.LoggedWith("UnmatchedRecordException").First(), StringComparison.Ordinal);

        // A version that knows the type goes on where the other stopped.
        using var next = fixture.Worker(
            static o => o.Unmatched = UnmatchedPolicy.Fail,
            Handler<Uri>(seen, "note", Note),
            Handler<Version>(seen, "other", new() { Discriminator = "type", DiscriminatorValue = "Other" }));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2);
        await next.StopAsync();

        Assert.Equal(["other Insert", "note Insert"], seen);
    }, shards: 1);

    [Fact]
    public Task Handlers_for_unmatched_records_go_before_the_policy() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        var seen = new List<string>();
        using var worker = fixture.Worker(
            static o => o.Unmatched = UnmatchedPolicy.Fail,
            Handler<Uri>(seen, "note", Note),
            Handler<object>(seen, "unmatched", takesUnmatched: true));
        await worker.StartAsync();
        await PutAsync(fixture, "1", "1", ("type", "Other"));
        await PutAsync(fixture, "1", "1", ("type", "Note"));
        await fixture.UntilAsync(() => seen.Count == 3);
        await worker.StopAsync();

        Assert.Equal(["unmatched Insert", "unmatched Remove", "note Insert"], seen);
    }, shards: 1);

    [Fact]
    public Task A_discriminator_needs_images_and_the_start_says_so() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture, "KEYS_ONLY");
        using var worker = fixture.Worker(Handler<Uri>([], "note", Note));

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("view type KEYS_ONLY", error.Message, StringComparison.Ordinal);
        Assert.Contains("told apart: Uri (by 'type')", error.Message, StringComparison.Ordinal);
        Assert.Contains("StreamViewType=NEW_AND_OLD_IMAGES", error.Message, StringComparison.Ordinal);
        await worker.StopAsync();
    }, shards: 1);

    [Theory]
    [InlineData(true, ChangeKinds.All, "NEW_AND_OLD_IMAGES")]
    [InlineData(true, ChangeKinds.Insert, "NEW_IMAGE")]
    [InlineData(true, ChangeKinds.Remove, "OLD_IMAGE")]
    [InlineData(true, ChangeKinds.Modify, "NEW_IMAGE")]
    [InlineData(true, ChangeKinds.Modify | ChangeKinds.Remove, "OLD_IMAGE")]
    [InlineData(false, ChangeKinds.All, "KEYS_ONLY")]
    public Task A_stream_that_is_to_be_enabled_shall_carry_what_tells_the_entities_apart(
        bool byImage, ChangeKinds kinds, string viewType) => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture, viewType: null);
        using var worker = fixture.Worker(Handler<Uri>([], "handler", byImage ? Note : Order, kinds: kinds));

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("has no stream", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"StreamViewType={viewType}", error.Message, StringComparison.Ordinal);
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task Entities_of_two_assemblies_that_overlap_stop_the_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        using var worker = fixture.Worker(Handler<Uri>([], "one", Note), Handler<Version>([], "two", Note));

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'Uri' (handler one)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Version' (handler two)", error.Message, StringComparison.Ordinal);
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task A_sort_key_that_the_table_does_not_have_tells_nothing_apart() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(WorkerFixture.Handler(static (in HandlerCall _) => default), new HandlerDescriptor
        {
            Name = "sorted",
            Table = "Items",
            Entity = typeof(Uri),
            Pattern = Order,
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Invoke = static (in HandlerCall _) => default,
        });

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("told by the sort key of table 'Items'", error.Message, StringComparison.Ordinal);
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task Records_of_others_cost_no_scope() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTableAsync(fixture);
        var (scopes, mapped) = (0, 0);
        var handler = new HandlerDescriptor
        {
            Name = "note",
            Table = "Shop",
            Entity = typeof(Uri),
            Pattern = Note,
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Filter = static (in DynamoHandlers.Wire.StreamRecord record) => record.NewImage.IndexOf("wanted"u8) >= 0,
            Invoke = (in HandlerCall call) =>
            {
                call.Services.GetRequiredService<Scoped>();
                mapped++;
                return default;
            },
        };
        using var worker = fixture.Worker(
            fixture.Connect(), configure: null, host => host.Services.AddScoped(_ => new Scoped(scopes++)), handler);
        await worker.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await PutAsync(fixture, "1", $"{i}", ("type", i % 2 == 0 ? "Note" : "Other"), ("x", "unwished"));
        }

        await PutAsync(fixture, "2", "2", ("type", "Note"), ("x", "wanted"));
        await fixture.UntilAsync(() => mapped == 1);
        await worker.StopAsync();

        Assert.Equal(1, scopes);
    }, shards: 1);

    [Fact]
    public Task One_worker_handles_several_tables_with_shards_of_their_own_and_one_class_can_serve_both() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await CreateTableAsync(fixture);
        var seen = new List<string>();
        using var worker = fixture.Worker(
            configure: null,
            WorkerFixture.Handler(
                (in HandlerCall call) =>
                {
                    Assert.Equal("Items", call.CreateContext().TableName);
                    seen.Add("items");
                    return default;
                },
                name: "Both.OnItem"),
            Handler<Uri>(seen, "shop", Customer, "Both.OnCustomer"),
            Handler<Version>(seen, "order", Order));
        await worker.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await fixture.PutAsync($"item{i}", i);
            await PutAsync(fixture, $"C#{i}", "PROFILE");
            await PutAsync(fixture, $"C#{i}", "O#1");
        }

        await fixture.UntilAsync(() => seen.Count == 30);
        await worker.StopAsync();

        Assert.Equal([("items", 10), ("order Insert", 10), ("shop Insert", 10)], seen.GroupBy(static s => s).Select(static g => (g.Key, g.Count())).Order());
        Assert.Equal(6, fixture.LoggedWith(" starts here: ").Count());
    }, shards: 3);

    private static HandlerDescriptor Handler<T>(
        List<string> seen,
        string label,
        ItemPattern? pattern = null,
        string? name = null,
        bool takesUnmatched = false,
        ChangeKinds kinds = ChangeKinds.All) => new()
        {
            Name = name ?? label,
            Table = "Shop",
            Entity = typeof(T),
            Pattern = pattern,
            TakesUnmatched = takesUnmatched,
            Kinds = kinds,
            Needs = ImageNeeds.None,
            Invoke = (in HandlerCall call) =>
            {
                Assert.Equal(call.Kind, call.CreateContext().Kind);
                seen.Add($"{label} {call.Kind}");
                return default;
            },
        };

    private static Task<CreateTableResponse> CreateTableAsync(WorkerFixture fixture, string? viewType = "NEW_AND_OLD_IMAGES") =>
        fixture.Db.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = "Shop",
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
            StreamSpecification = viewType is null ? null : new() { StreamEnabled = true, StreamViewType = viewType },
        });

    private static Task<PutItemResponse> PutAsync(
        WorkerFixture fixture, string partition, string sort, params (string Name, string Text)[] attributes) =>
        fixture.Db.Client.PutItemAsync("Shop", attributes.Append(("pk", partition)).Append(("sk", sort))
            .ToDictionary(static a => a.Item1, static a => new AttributeValue(a.Item2)));

    private static MeterListener ListenTo(List<string> unmatched)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "dynamo_handlers.records.unmatched")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            unmatched.Add(string.Create(CultureInfo.InvariantCulture, $"{value} {tags[0].Value}")));
        listener.Start();
        return listener;
    }

    private sealed record Scoped(int Number);
}
