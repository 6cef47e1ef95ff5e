using System.Text;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers with handlers that take several changes at once.</summary>
public sealed class BatchTests
{
    [Fact]
    public Task Without_a_window_a_batch_is_what_was_fetched_together_up_to_its_maximum() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await PutAsync(fixture, 250);
        var batches = new List<int>();
        using var worker = fixture.Worker(Handler(new() { MaxCount = 100 }, batch => batches.Add(batch.Count)));
        await worker.StartAsync();
        await fixture.UntilAsync(() => batches.Sum() == 250);
        await fixture.PutAsync("late", 1);
        await fixture.UntilAsync(() => batches.Sum() == 251);
        await worker.StopAsync();

        Assert.Equal([100, 100, 50, 1], batches);
    }, shards: 1);

    [Fact]
    public Task A_batch_has_no_more_bytes_than_its_maximum_but_for_a_single_larger_record() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var lengths = new[] { 400, 400, 400, 2_000, 400 };
        for (var i = 0; i < lengths.Length; i++)
        {
            await fixture.PutAsync($"{i}{new string('x', lengths[i])}", lengths[i]);
        }

        // The key is in a record twice, with some 300 bytes around.
        var batches = new List<string>();
        using var worker = fixture.Worker(Handler(
            new() { MaxBytes = 2_600 }, batch => batches.Add(string.Join(',', batch.Select(static change => change.Split('=')[1])))));
        await worker.StartAsync();
        await fixture.UntilAsync(() => batches.Count >= 4);
        await worker.StopAsync();

        Assert.Equal(["400,400", "400", "2000", "400"], batches);
    }, shards: 1);

    [Fact]
    public Task With_a_window_the_first_change_waits_for_others_as_long_as_it_says() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var batches = new List<(DateTimeOffset At, IReadOnlyList<string> Changes)>();
        using var worker = fixture.Worker(Handler(
            new() { Window = TimeSpan.FromSeconds(5) }, batch => batches.Add((fixture.Clock.GetUtcNow(), batch))));
        await worker.StartAsync();
        await fixture.WaitAsync(30);
        var start = fixture.Clock.GetUtcNow();
        for (var i = 0; i < 4; i++)
        {
            await fixture.PutAsync("a", i);
            await fixture.WaitAsync(1);
        }

        await fixture.UntilAsync(() => batches.Count == 1);
        Assert.Equal(["a=0", "a=1", "a=2", "a=3"], batches[0].Changes);
        Assert.InRange((batches[0].At - start).TotalSeconds, 5, 6.1);
        await fixture.PutAsync("a", 4);
        await fixture.UntilAsync(() => batches.Count == 2);
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task The_checkpoint_waits_for_what_is_collected_and_stopping_hands_it_over() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (single, batches) = (new List<string>(), new List<IReadOnlyList<string>>());
        using var worker = fixture.Worker(
            WorkerFixture.Recorder(single), Handler(new() { Window = TimeSpan.FromMinutes(5) }, batches.Add));
        await worker.StartAsync();
        await PutAsync(fixture, 3);
        await fixture.UntilAsync(() => single.Count == 3);
        await fixture.WaitAsync(30);
        Assert.Empty(batches);
        Assert.True(Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.IsBeginning);

        await worker.StopAsync();
        Assert.Equal(single, Assert.Single(batches));
        Assert.Equal("3", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
    }, shards: 1);

    [Fact]
    public Task What_is_reported_as_failed_comes_again_with_what_follows_it_of_the_same_item() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var batches = new List<string>();
        using var worker = fixture.Worker(Handler(null, (batch, contexts) =>
        {
            batches.Add(string.Join(' ', batch));
            return batches.Count == 1 ? BatchResult.Failed([contexts[1]]) : BatchResult.Success;
        }));
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        await fixture.PutAsync("a", 3);
        await fixture.PutAsync("b", 4);
        await worker.StartAsync();
        await fixture.UntilAsync(() => batches.Count == 2);
        await fixture.WaitAsync(60);
        await worker.StopAsync();

        Assert.Equal(["a=1 b=2 a=3 b=4", "b=2 b=4"], batches);
        Assert.Contains("1 of 4 changes failed", Assert.Single(fixture.LoggedWith("BatchResult")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task A_result_with_changes_of_another_call_is_an_error_that_says_so() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var worker = fixture.Worker(Handler(null, static (_, _) => BatchResult.Failed([new ChangeContext { SequenceNumber = "77" }])));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => fixture.LoggedWith("sequence number 77").Any());
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task A_batch_that_fails_is_halved_until_what_fails_is_alone_and_the_rest_is_handled_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await PutAsync(fixture, 20);
        var (handled, calls) = (new List<string>(), 0);
        using var worker = fixture.Worker(
            static o => (o.Failure.Then, o.Failure.MaxAttempts) = (FailureAction.Skip, 3),
            Handler(new() { Bisect = true }, batch =>
            {
                calls++;
                if (batch.Contains("item-13=13"))
                {
                    throw new InvalidDataException("thirteen");
                }

                handled.AddRange(batch);
            }));
        await worker.StartAsync();
        await fixture.UntilAsync(() => handled.Count == 19);
        await fixture.WaitAsync(10);
        await worker.StopAsync();

        Assert.Equal(Enumerable.Range(0, 20).Where(static i => i != 13).Select(static i => $"item-{i}={i}"), handled);
        Assert.InRange(calls, 8, 13);
        Assert.Matches("has failed 3 times with record 0*14 of", Assert.Single(fixture.LoggedWith("CHANGE SKIPPED")));
        Assert.Equal("20", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
    }, shards: 1);

    [Fact]
    public Task A_change_that_cannot_be_read_fails_alone_and_holds_up_its_item() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (batches, isMended) = (new List<string>(), false);
        var handler = new HandlerDescriptor
        {
            Name = "Handler",
            Table = "Items",
            Entity = typeof(string),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.New,
            InvokeBatch = call =>
            {
                batches.Add(string.Join(' ', call.CreateChanges(Read).Select(static change => change.New)));
                return new(BatchResult.Success);
            },
        };
        string Read(ReadOnlySpan<byte> image)
        {
            var change = Text(image);
            return change != "b=2" || isMended ? change : throw new MappingException("cannot be read");
        }

        using var worker = fixture.Worker(handler);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        await fixture.PutAsync("c", 3);
        await fixture.PutAsync("b", 4);
        await worker.StartAsync();
        await fixture.UntilAsync(() => batches.Count > 3);
        isMended = true;
        await fixture.UntilAsync(() => batches[^1].Length > 0);
        await fixture.WaitAsync(60);
        await worker.StopAsync();

        Assert.Equal("a=1 c=3", batches[0]);
        Assert.All(batches.Skip(1).SkipLast(1), static batch => Assert.Equal("", batch));
        Assert.Equal("b=2 b=4", batches[^1]);
        Assert.Matches("sequence number 0*2\\.", fixture.LoggedWith("cannot be read").First());
    }, shards: 1);

    [Fact]
    public Task With_lanes_batches_of_a_handler_come_one_at_a_time_with_each_item_in_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var random = new Random(2);
        var (seen, isBusy) = (new List<string>(), false);
        using var worker = fixture.Worker(
            static o => o.Parallelism = 8,
            WorkerFixture.Handler((in HandlerCall _) => new(fixture.WaitAsync(random.NextDouble() / 10)), name: "Single"),
            Handler(new() { MaxCount = 7 }, async batch =>
            {
                Assert.False(isBusy);
                isBusy = true;
                await fixture.WaitAsync(random.NextDouble() / 5);
                seen.AddRange(batch);
                isBusy = false;
            }));
        for (var i = 0; i < 300; i++)
        {
            await fixture.PutAsync($"item-{random.Next(20)}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 300);
        await fixture.WaitAsync(10);
        await worker.StopAsync();

        Assert.All(
            seen.Select(static change => change.Split('=')).GroupBy(static change => change[0], static change => int.Parse(change[1], null)),
            static item => Assert.Equal(item.Order(), item));
        Assert.Equal("300", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
    }, shards: 1);

    [Fact]
    public Task What_is_collected_is_handled_before_the_children_of_a_shard_begin() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var batches = new List<string>();
        using var worker = fixture.Worker(Handler(
            new() { Window = TimeSpan.FromMinutes(5) }, batch => batches.Add(string.Join(' ', batch))));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => batches.Count == 1, seconds: 20);
        await fixture.WaitAsync(5);
        await worker.StopAsync();

        Assert.Equal("a=1 a=2", batches[0]);
        Assert.Equal("a=3", batches[^1]);
    }, shards: 1);

    private static async Task PutAsync(WorkerFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }
    }

    private static HandlerDescriptor Handler(BatchSettings? settings, Action<IReadOnlyList<string>> handle) =>
        Handler(settings, (batch, _) =>
        {
            handle(batch);
            return BatchResult.Success;
        });

    private static HandlerDescriptor Handler(BatchSettings? settings, Func<IReadOnlyList<string>, Task> handle) =>
        Handler(settings, call => BatchCall.CompleteAsync(handle([.. call.CreateChanges(Text).Select(static change => change.New)])));

    private static HandlerDescriptor Handler(
        BatchSettings? settings, Func<IReadOnlyList<string>, IReadOnlyList<ChangeContext>, BatchResult> handle) =>
        Handler(settings, call =>
        {
            var changes = call.CreateChanges(Text);
            return new ValueTask<BatchResult>(handle(
                [.. changes.Select(static change => change.New)], [.. changes.Select(static change => change.Context)]));
        });

    private static HandlerDescriptor Handler(BatchSettings? settings, BatchInvoker invoke) => new()
    {
        Name = "Batches",
        Table = "Items",
        Entity = typeof(string),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.New,
        Batch = settings,
        InvokeBatch = invoke,
    };

    private static string Text(ReadOnlySpan<byte> image)
    {
        using var json = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(image));
        return $"{json.RootElement.GetProperty("pk").GetProperty("S")}={json.RootElement.GetProperty("n").GetProperty("N")}";
    }
}
