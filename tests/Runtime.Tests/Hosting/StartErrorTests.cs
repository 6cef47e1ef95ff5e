using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>What a worker says when it cannot start.</summary>
public sealed class StartErrorTests
{
    [Fact]
    public Task Without_handlers_it_says_how_to_add_them() => WorkerFixture.RunAsync(async fixture =>
        await AssertStartFailsAsync(fixture, configure: null, [], "There are no handlers", "Add<Assembly>Handlers()"));

    [Fact]
    public Task A_table_that_does_not_exist_is_named_with_its_handler_and_its_mapping() => WorkerFixture.RunAsync(async fixture =>
        await AssertStartFailsAsync(
            fixture,
            static o => o.Tables["Items"] = "prod-items",
            [WorkerFixture.Recorder([])],
            "'prod-items'",
            "maps 'Items'",
            "of handler Handler does not exist"));

    [Fact]
    public Task A_table_without_a_stream_comes_with_the_command_that_enables_one() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync(viewType: null);
        await AssertStartFailsAsync(
            fixture, null, [WorkerFixture.Recorder([])], "has no stream", "update-table --table-name Items", "StreamViewType=NEW_AND_OLD_IMAGES");
    });

    [Theory]
    [InlineData("KEYS_ONLY", ImageNeeds.New, "reads the new image", "StreamViewType=NEW_IMAGE")]
    [InlineData("KEYS_ONLY", ImageNeeds.Old, "reads the old image", "StreamViewType=OLD_IMAGE")]
    [InlineData("NEW_IMAGE", ImageNeeds.Old | ImageNeeds.New, "reads the old and the new image", "StreamViewType=NEW_AND_OLD_IMAGES")]
    [InlineData("OLD_IMAGE", ImageNeeds.New, "reads the new image", "StreamViewType=NEW_IMAGE")]
    public Task A_stream_without_the_images_that_a_handler_reads_is_explained(
        string viewType, ImageNeeds needs, string reads, string remedy) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync(viewType: viewType);
        await AssertStartFailsAsync(fixture, null, [Needing(needs)], $"view type {viewType}", reads, remedy);
    });

    [Theory]
    [InlineData("KEYS_ONLY", ImageNeeds.None)]
    [InlineData("NEW_IMAGE", ImageNeeds.New)]
    [InlineData("OLD_IMAGE", ImageNeeds.Old)]
    [InlineData("NEW_AND_OLD_IMAGES", ImageNeeds.New)]
    public Task A_stream_with_the_images_that_a_handler_reads_will_do(string viewType, ImageNeeds needs) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync(viewType: viewType);
        using var worker = fixture.Worker(Needing(needs));
        await worker.StartAsync();
        await worker.StopAsync();
    });

    [Theory]
    [InlineData("arn:aws:dynamodb:us-east-1:000000000000:table/Items/stream/2020-01-01T00:00:00.000")]
    public Task A_stream_that_is_mapped_and_does_not_exist_is_named(string arn) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await AssertStartFailsAsync(fixture, o => o.Tables["Items"] = arn, [WorkerFixture.Recorder([])], arn, "table 'Items'", "does not exist");
    });

    [Fact]
    public Task All_tables_that_are_wrong_are_named_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync("Streamless", viewType: null);
        await AssertStartFailsAsync(
            fixture,
            null,
            [
                WorkerFixture.Handler(static (in HandlerCall _) => default, "Missing", "One"),
                WorkerFixture.Handler(static (in HandlerCall _) => default, "Streamless", "Two"),
            ],
            "'Missing' of handler One does not exist",
            "'Streamless' of handler Two has no stream");
    });

    [Fact]
    public Task A_lease_table_with_another_key_is_not_touched() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("app", viewType: null);
        await AssertStartFailsAsync(
            fixture, null, [WorkerFixture.Recorder([])], "The table 'app'", "(pk HASH S)", "(pk HASH S, sk RANGE S)", "Choose another DynamoHandlersOptions.Application");
    });

    [Fact]
    public Task A_lease_table_with_keys_of_another_type_is_not_touched() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.Db.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = "app",
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N)],
        });
        await AssertStartFailsAsync(
            fixture, null, [WorkerFixture.Recorder([])], "The table 'app'", "(pk HASH S, sk RANGE N)", "Choose another DynamoHandlersOptions.Application");
    });

    [Fact]
    public Task What_is_mapped_and_is_no_streams_arn_is_said_to_be_none() => WorkerFixture.RunAsync(async fixture =>
        await AssertStartFailsAsync(
            fixture,
            static o => o.Tables["Items"] = "arn:aws:dynamodb:us-east-1:000000000000:table/Items",
            [WorkerFixture.Recorder([])],
            "maps 'Items'",
            "not the ARN of a stream"));

    [Fact]
    public Task An_application_that_is_called_like_a_handled_table_would_handle_its_own_leases() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await AssertStartFailsAsync(
            fixture, static o => o.Application = "Items", [WorkerFixture.Recorder([])], "Application is 'Items'", "Items-handlers");
    });

    [Fact]
    public Task A_throttled_start_waits_instead_of_failing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        var throttled = 0;
        connection.Before = call => call.Operation == "DescribeStream" && throttled++ < 5
            ? throw new StreamException(StreamError.Throttled, "slow down")
            : Task.CompletedTask;
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));

        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();

        Assert.Equal(5, fixture.LoggedWith("was throttled").Count());
    });

    [Fact]
    public Task A_failure_that_nobody_foresaw_still_names_the_table() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        connection.Before = static call => call.Operation == "DescribeStream" ? throw new TimeoutException("no answer") : Task.CompletedTask;
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));

        var e = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("table 'Items' cannot be described: no answer", e.Message, StringComparison.Ordinal);
        await worker.StopAsync();
    });

    [Fact]
    public Task Two_names_of_one_table_are_one_stream() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(
            static o => o.Tables["Alias"] = "Items",
            WorkerFixture.Recorder(seen),
            WorkerFixture.Handler(
                (in HandlerCall call) =>
                {
                    seen.Add("alias " + WorkerFixture.Describe(call));
                    return default;
                },
                "Alias",
                "Other"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 2);
        await worker.StopAsync();

        Assert.Equal(["a=1", "alias a=1"], seen);
        Assert.Equal(4, (await fixture.Leases.AllAsync()).Count);
    });

    [Fact]
    public Task A_stream_mapped_by_its_ARN_is_read() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync("Real");
        var arn = await fixture.StreamArnAsync("Real");
        var seen = new List<string>();
        using var worker = fixture.Worker(o => o.Tables["Items"] = arn, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1, "Real");
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();
    });

    private static HandlerDescriptor Needing(ImageNeeds needs) => new()
    {
        Name = "Needy",
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = needs,
        Invoke = static (in HandlerCall _) => default,
    };

    private static async Task AssertStartFailsAsync(
        WorkerFixture fixture, Action<DynamoHandlersOptions>? configure, HandlerDescriptor[] handlers, params string[] says)
    {
        using var worker = fixture.Worker(configure, handlers);
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => worker.StartAsync());
        Assert.All(says, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        await worker.StopAsync();
    }
}
