using System.Diagnostics.Metrics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>Workers in this process, with generated handlers: bad input, failing handlers, and starts that must fail.</summary>
public sealed class HostTests(DynamoDbLocalServer server) : IDisposable
{
    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _table = $"Parcels-{Guid.NewGuid():n}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attribute_of_the_wrong_type_is_logged_and_its_record_waits_for_a_worker_that_can_read_it()
    {
        await CreateTableAsync();
        await PutAsync("small", new() { N = "1" });
        await PutAsync("odd", new() { SS = ["wide"] });
        await PutAsync("next", new() { N = "2" });
        await using (var strict = NewWorker(ParcelDeskDispatcher.AddTo))
        {
            await strict.StartAsync();
            await strict.UntilAsync(static worker => worker.Logged.Any(static line => line.Contains("(attempt 3)", StringComparison.Ordinal)));
            await strict.StopAsync();

            Assert.Equal(["small #1"], strict.Delivered);
            var error = strict.Logged.First(static line => line.StartsWith("Error", StringComparison.Ordinal));
            Assert.Contains("Tests.Worker.ParcelDesk.Arrived failed with record", error, StringComparison.Ordinal);
            Assert.Contains(
                "Attribute 'size.width' has wire type SS and cannot be read as System.Int32. "
                + $$$"""Table '{{{_table}}}', key {"pk":{"S":"odd"}}, shard shardId-""",
                error,
                StringComparison.Ordinal);
        }

        await using var tolerant = NewWorker(LabelDeskDispatcher.AddTo);
        await tolerant.StartAsync();
        await tolerant.UntilAsync(static worker => worker.Delivered.Count >= 2);
        await tolerant.StopAsync();

        Assert.Equal(["odd #1", "next #1"], tolerant.Delivered);
    }

    [Fact]
    public async Task A_handler_that_throws_three_times_gets_its_record_again_in_place_and_nothing_is_skipped()
    {
        await CreateTableAsync();
        foreach (var id in new[] { "light", "heavy", "next", "last" })
        {
            await PutAsync(id);
        }

        await using var worker = NewWorker(TiredDeskDispatcher.AddTo);
        await worker.StartAsync();
        await worker.UntilAsync(static worker => worker.Delivered.Contains("last #1"));
        await worker.StopAsync();

        Assert.Equal(
            ["light #1", "heavy #1", "heavy #2", "heavy #3", "heavy #4", "next #1", "last #1"], worker.Delivered);
        Assert.Equal(3, worker.Logged.Count(static line => line.StartsWith("Error", StringComparison.Ordinal)));
        Assert.Equal(3, worker.Logged.Count(static line => line.EndsWith("Too heavy.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_first_record_of_a_shard_that_was_empty_is_nothing_to_be_alarmed_about()
    {
        // DynamoDB Local calls it trimmed data, if another table was written since the shard was read.
        await CreateTableAsync();
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reads = WhenRead(isRead);
        await using var worker = NewWorker(LabelDeskDispatcher.AddTo);
        await worker.StartAsync();
        await isRead.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await _db.PutItemAsync($"{_table}-leases", new() { ["pk"] = new("other"), ["sk"] = new("item") }, Stop);
        await PutAsync("first");
        await worker.UntilAsync(static worker => worker.Delivered.Count == 1);
        await worker.StopAsync();

        Assert.All(worker.Logged, static line => Assert.StartsWith("Information", line, StringComparison.Ordinal));
        Assert.EndsWith("has left. Shards that it has checkpointed and given up: 1.", worker.Logged[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_without_the_table_fails()
    {
        var message = await StartFailsAsync(LabelDeskDispatcher.AddTo);

        Assert.Equal(
            $"The table '{_table}' (to which DynamoHandlersOptions.Tables maps 'Parcels') of handler {typeof(LabelDesk).FullName}.Arrived "
            + $"does not exist in {new Uri(server.Endpoint)}. Create it, mend the name in the entity's attribute, or map it in "
            + "DynamoHandlersOptions.Tables.",
            message);
    }

    [Fact]
    public async Task A_start_on_a_table_without_a_stream_fails_and_tells_how_to_enable_it()
    {
        await CreateTableAsync(viewType: null);

        var message = await StartFailsAsync(LabelDeskDispatcher.AddTo);

        Assert.Contains("has no stream. Enable one with the view type NEW_IMAGE", message, StringComparison.Ordinal);
        Assert.Contains($"aws dynamodb update-table --table-name {_table} ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KEYS_ONLY", "LabelDesk.Arrived (reads the new image), ", "CustomsDesk.Changed (reads the old and the new image)")]
    [InlineData("NEW_IMAGE", "", "CustomsDesk.Changed (reads the old and the new image)")]
    [InlineData("OLD_IMAGE", "LabelDesk.Arrived (reads the new image), ", "CustomsDesk.Changed (reads the old and the new image)")]
    public async Task A_start_on_a_stream_without_the_images_that_handlers_read_fails(string viewType, string first, string second)
    {
        await CreateTableAsync(viewType);

        var message = await StartFailsAsync(static builder =>
        {
            LabelDeskDispatcher.AddTo(builder);
            CustomsDeskDispatcher.AddTo(builder);
        });

        var ns = typeof(LabelDesk).Namespace;
        var handlers = string.Concat(new[] { first, second }.Where(static h => h.Length > 0).Select(h => $"{ns}.{h}"));
        Assert.Contains(
            $"has the view type {viewType}, which does not carry what these handlers read: {handlers}. ", message, StringComparison.Ordinal);
        Assert.Contains("StreamViewType=NEW_AND_OLD_IMAGES", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_on_a_stream_that_does_not_exist_fails()
    {
        const string Arn = "arn:aws:dynamodb:ddblocal:000000000000:table/Parcels/stream/2020-01-01T00:00:00.000";

        var message = await StartFailsAsync(LabelDeskDispatcher.AddTo, static options => options.Tables["Parcels"] = Arn);

        Assert.Equal($"The stream {Arn} of table 'Parcels' does not exist in {new Uri(server.Endpoint)}.", message);
    }

    [Fact]
    public async Task A_start_where_no_DynamoDB_answers_fails_and_says_where_it_was_looked_for()
    {
        // Nothing listens on port 1.
        var message = await StartFailsAsync(LabelDeskDispatcher.AddTo, static options => options.Endpoint = new("http://localhost:1"));

        Assert.StartsWith($"The table '{_table}'", message, StringComparison.Ordinal);
        Assert.Contains("cannot be described in http://localhost:1/: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_wrong_options_fails_with_all_that_is_wrong()
    {
        await using var worker = NewWorker(LabelDeskDispatcher.AddTo, static options =>
        {
            options.Application = "";
            options.MaxRecords = 5000;
        });

        var e = await Assert.ThrowsAsync<OptionsValidationException>(worker.StartAsync);

        Assert.Collection(
            e.Failures,
            static failure => Assert.StartsWith("DynamoHandlersOptions.Application is required", failure, StringComparison.Ordinal),
            static failure => Assert.Equal("DynamoHandlersOptions.MaxRecords is 5000; use 1 to 1000.", failure));
    }

    public void Dispose() => _db.Dispose();

    private WorkerHost NewWorker(Action<IDynamoHandlersBuilder> add, Action<DynamoHandlersOptions>? configure = null) => new(add, options =>
    {
        options.Application = $"{_table}-leases";
        options.Endpoint = new(server.Endpoint);
        options.Tables["Parcels"] = _table;
        configure?.Invoke(options);
    });

    /// <summary>Tells when a worker has read a page, perhaps an empty one, of this test's table.</summary>
    private MeterListener WhenRead(TaskCompletionSource isRead)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "DynamoHandlers", Name: "dynamo_handlers.records.read" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.Contains(new("table", _table)))
            {
                isRead.TrySetResult();
            }
        });
        listener.Start();
        return listener;
    }

    [Fact]
    public async Task The_lease_table_is_created_as_the_options_say()
    {
        await CreateTableAsync();
        var application = "";
        await using var worker = NewWorker(TiredDeskDispatcher.AddTo, o =>
        {
            application = o.Application;
            (o.LeaseTable.ReadCapacityUnits, o.LeaseTable.WriteCapacityUnits) = (5, 6);
            o.LeaseTable.PointInTimeRecovery = true;
            o.LeaseTable.Tags["team"] = "mail";
        });
        await worker.StartAsync();
        await worker.StopAsync();

        var table = (await _db.DescribeTableAsync(application, Stop)).Table;
        Assert.Equal((5L, 6L), (table.ProvisionedThroughput.ReadCapacityUnits, table.ProvisionedThroughput.WriteCapacityUnits));

        // DynamoDB Local knows no backups; the worker runs all the same.
        Assert.All(worker.Logged, static line => Assert.True(
            line.StartsWith("Information", StringComparison.Ordinal)
            || line.Contains("point-in-time recovery could not be enabled", StringComparison.Ordinal),
            line));
    }

    private async Task<string> StartFailsAsync(Action<IDynamoHandlersBuilder> add, Action<DynamoHandlersOptions>? configure = null)
    {
        await using var worker = NewWorker(add, configure);
        var e = await Assert.ThrowsAsync<WorkerStartException>(worker.StartAsync);
        Assert.DoesNotContain('\n', e.Message);
        return e.Message;
    }

    private Task<CreateTableResponse> CreateTableAsync(string? viewType = "NEW_AND_OLD_IMAGES") => _db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = _table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = viewType is null ? null : new() { StreamEnabled = true, StreamViewType = viewType },
        },
        Stop);

    private Task<PutItemResponse> PutAsync(string id, AttributeValue? width = null) => _db.PutItemAsync(
        _table,
        new() { ["pk"] = new(id), ["size"] = new() { M = new() { ["width"] = width ?? new() { N = "1" } } } },
        Stop);
}
