using System.Globalization;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Processors of the application's own, in whole workers.</summary>
public sealed class ShardProcessorTests
{
    [Fact]
    public Task It_is_told_of_a_shards_life_in_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var told = new Told();
        using var worker = Worker(fixture, fixture.Connect(), told);
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => told.Records == 2);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => told.Records == 3);
        await worker.StopAsync();

        Assert.Equal(["initialize 0", "process", "ended", "disposed", "initialize 0", "process", "shutdown", "disposed"], told.WithoutRepeats);
    }, shards: 1);

    [Fact]
    public Task Delivery_goes_on_after_its_last_checkpoint_and_only_that() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var told = new Told { CheckpointAfter = 3 };
        using var worker = Worker(fixture, fixture.Connect(), told);
        for (var i = 1; i <= 5; i++)
        {
            await fixture.PutAsync("a", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => told.Records == 5);
        await fixture.WaitAsync(30);
        await worker.StopAsync();
        Assert.Equal("3", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));

        var next = new Told();
        using var other = Worker(fixture, fixture.Connect(), next);
        await other.StartAsync();
        await fixture.UntilAsync(() => next.Records == 2);
        await other.StopAsync();
        Assert.Equal("initialize 3", next.Lines[0]);
    }, shards: 1);

    [Fact]
    public Task A_checkpoint_beyond_what_was_delivered_or_before_the_last_is_refused() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var told = new Told { CheckpointAfter = 2 };
        using var worker = Worker(fixture, fixture.Connect(), told);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await worker.StartAsync();
        await fixture.UntilAsync(() => told.Shard?.Checkpointer.Committed.IsNone == false);

        var checkpointer = told.Shard!.Checkpointer;
        var beyond = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => checkpointer.CheckpointAsync(new SequenceNumber("3"), TestContext.Current.CancellationToken).AsTask());
        var before = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => checkpointer.CheckpointAsync(new SequenceNumber("1"), TestContext.Current.CancellationToken).AsTask());
        await checkpointer.CheckpointAsync(TestContext.Current.CancellationToken);
        await worker.StopAsync();

        Assert.Contains("of Items must lie between the last one", beyond.Message, StringComparison.Ordinal);
        Assert.Equal(beyond.Message.Split('(')[1], before.Message.Split('(')[1]);
    }, shards: 1);

    [Fact]
    public Task Whoever_lost_the_lease_is_told_and_can_write_no_checkpoint() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (told, next) = (new Told(), new Told());
        var connection = fixture.Connect();
        using var worker = Worker(fixture, connection, told);
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => told.Records == 1);
        var lost = told.Shard!.Checkpointer;
        connection.Freeze();
        using var other = Worker(fixture, fixture.Connect(), next);
        await other.StartAsync();
        await fixture.UntilAsync(() => next.Records == 1);
        connection.Thaw();
        await fixture.UntilAsync(() => told.Lines.Contains("lost"));

        var error = await Assert.ThrowsAsync<LeaseLostException>(() => lost.CheckpointAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("(epoch 1) is lost", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shutdown", told.Lines);
        await other.StopAsync();
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task What_it_throws_ends_the_run_and_another_instance_goes_on_from_the_checkpoint() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var told = new Told { CheckpointAfter = 1, FailuresAt = 2 };
        using var worker = Worker(fixture, fixture.Connect(), told);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await worker.StartAsync();
        await fixture.UntilAsync(() => told.Lines.Count(static line => line == "disposed") == 2);
        told.FailuresAt = 0;
        await fixture.UntilAsync(() => told.Lines.Count(static line => line.StartsWith("initialize", StringComparison.Ordinal)) >= 3);
        await fixture.WaitAsync(5);
        await worker.StopAsync();

        Assert.Equal("initialize 0", told.Lines[0]);
        Assert.Contains("initialize 1", told.Lines);
        Assert.NotEmpty(fixture.LoggedWith("stopped unexpectedly"));
    }, shards: 1);

    [Fact]
    public Task A_table_has_either_a_processor_or_handlers() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(
            fixture.Connect(),
            configure: null,
            static host => host.Services.AddSingleton(new Told()).AddDynamoHandlers().AddShardProcessor<Processor>("Items"),
            WorkerFixture.Recorder([]));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => worker.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("A table has either one processor or handlers", error.Message, StringComparison.Ordinal);
    });

    private static IHost Worker(WorkerFixture fixture, Connection connection, Told told) => fixture.Worker(
        connection, configure: null, host => host.Services.AddSingleton(told).AddDynamoHandlers().AddShardProcessor<Processor>("Items"));

    private sealed class Told
    {
        public List<string> Lines { get; } = [];

        public int Records { get; set; }

        public int CheckpointAfter { get; init; }

        public int FailuresAt { get; set; }

        public ShardContext? Shard { get; set; }

        public IEnumerable<string> WithoutRepeats => Lines.Where((line, i) => i == 0 || Lines[i - 1] != line);
    }

    private sealed class Processor(Told told) : IShardProcessor, IDisposable
    {
        public ValueTask InitializeAsync(ShardContext shard, CancellationToken stop)
        {
            told.Shard = shard;
            told.Lines.Add($"initialize {(shard.Checkpointer.Committed.IsNone ? "0" : shard.Checkpointer.Committed.ToString().TrimStart('0'))}");
            return default;
        }

        public async ValueTask ProcessAsync(ShardPage page, CancellationToken stop)
        {
            told.Lines.Add("process");
            foreach (var record in page)
            {
                told.Records++;
                var number = int.Parse(record.SequenceNumber.ToString(), CultureInfo.InvariantCulture);
                if (number == told.FailuresAt)
                {
                    throw new InvalidDataException("no");
                }

                if (number == told.CheckpointAfter)
                {
                    await told.Shard!.Checkpointer.CheckpointAsync(record.SequenceNumber, stop);
                }
            }
        }

        public ValueTask ShardEndedAsync(CancellationToken stop) => Tell("ended");

        public ValueTask ShutdownRequestedAsync(CancellationToken stop) => Tell("shutdown");

        public ValueTask LeaseLostAsync() => Tell("lost");

        public void Dispose() => told.Lines.Add("disposed");

        private ValueTask Tell(string line)
        {
            told.Lines.Add(line);
            return default;
        }
    }
}
