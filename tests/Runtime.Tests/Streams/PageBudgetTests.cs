using System.Text;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class PageBudgetTests
{
    private const int MiB = PageLedger.PageBytes;

    [Fact]
    public Task Room_is_given_in_the_order_in_which_it_was_asked_for() => RunAsync(2 * MiB, async (fixture, budget) =>
    {
        await budget.ReserveAsync(default);
        await budget.ReserveAsync(default);
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 5).Select(WaitAsync).ToArray();
        await fixture.WaitAsync(10);
        Assert.Empty(order);

        budget.Release();
        await Task.WhenAll(waiting);

        Assert.Equal([0, 1, 2, 3, 4], order);
        budget.Release();

        async Task WaitAsync(int number)
        {
            await budget.ReserveAsync(default);
            order.Add(number);
            budget.Release();
        }
    });

    [Fact]
    public Task Who_comes_later_does_not_go_before_those_who_wait() => RunAsync(2 * MiB, async (_, budget) =>
    {
        await budget.ReserveAsync(default);
        await budget.ReserveAsync(default);
        var first = budget.ReserveAsync(default);
        budget.Release();
        var second = budget.ReserveAsync(default);

        await first;
        Assert.False(second.IsCompleted);
        budget.Release();
        await second;
        budget.Release();
        budget.Release();
    });

    [Fact]
    public Task Who_gives_up_waiting_leaves_the_queue_and_takes_nothing() => RunAsync(2 * MiB, async (fixture, budget) =>
    {
        await budget.ReserveAsync(default);
        await budget.ReserveAsync(default);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3), fixture.Clock);
        var impatient = budget.ReserveAsync(stop.Token).AsTask();
        var patient = budget.ReserveAsync(default).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        budget.Release();
        await patient;

        Assert.Equal(2 * MiB, budget.Used);
        budget.Release();
        budget.Release();
    });

    [Fact]
    public Task Pages_of_shards_that_stand_still_are_taken_back_for_those_who_wait_longest_standing_first() => RunAsync(
        4 * MiB, async (fixture, budget) =>
        {
            var pages = new List<FetchedPage>();
            for (var i = 0; i < 4; i++)
            {
                pages.Add(await FetchAsync(budget, MiB));
                Assert.True(pages[i].TryTake(0, out _));
                Assert.Equal(i < 2, pages[i].IsKept);
                await fixture.WaitAsync(0.3);
            }

            // Two stay as they are being handled in place, of the others the older one goes.
            var asked = fixture.Clock.GetUtcNow();
            await budget.ReserveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(60), fixture.Clock);

            Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 0.4, 0.5);
            Assert.Equal([true, true, false, true], pages.Select(static page => page.TryTake(1, out _)));
            pages.ForEach(static page => page.Dispose());
            budget.Release();
        });

    [Fact]
    public Task A_page_whose_shard_moves_on_is_not_taken_back() => RunAsync(2 * MiB, async (fixture, budget) =>
    {
        using var kept = await FetchAsync(budget, MiB);
        Assert.True(kept.TryTake(0, out _));
        using var moving = await FetchAsync(budget, MiB);
        var waiting = budget.ReserveAsync(default).AsTask();
        for (var i = 0; i < 20; i++)
        {
            Assert.True(moving.TryTake(i % 3, out _));
            await fixture.WaitAsync(0.9);
        }

        Assert.False(waiting.IsCompleted);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), fixture.Clock);
        Assert.False(moving.TryTake(0, out _));
        budget.Release();
    });

    [Fact]
    public Task A_page_whose_handling_has_not_begun_is_taken_back_though_there_is_room_for_it_to_stay() => RunAsync(
        2 * MiB, async (fixture, budget) =>
        {
            using var ahead = await FetchAsync(budget, MiB);
            await budget.ReserveAsync(default);
            await budget.ReserveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(60), fixture.Clock);

            Assert.False(ahead.TryTake(0, out _));
            Assert.False(ahead.IsKept);
            budget.Release();
            budget.Release();
        });

    [Fact]
    public Task What_was_taken_of_a_page_stays_readable_when_the_page_is_taken_back() => RunAsync(2 * MiB, async (fixture, budget) =>
    {
        using var kept = await FetchAsync(budget, MiB);
        Assert.True(kept.TryTake(0, out _));
        using var page = await FetchAsync(budget, MiB);
        Assert.True(page.TryTake(1, out var record));

        var asked = fixture.Clock.GetUtcNow();
        await budget.ReserveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(60), fixture.Clock);

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 1, 1.1);
        Assert.Equal("21", record.SequenceNumber.ToString());
        Assert.False(page.TryTake(2, out _));
        Assert.Equal((3, MiB), (page.Count, page.ByteCount));
        budget.Release();
    });

    [Fact]
    public Task A_record_that_was_copied_is_the_same_record() => RunAsync(2 * MiB, async (fixture, budget) =>
    {
        using var inPlace = await FetchAsync(budget, MiB);
        using var copying = await FetchAsync(budget, MiB);
        await fixture.WaitAsync(1);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(inPlace.TryTake(i, out var expected) && copying.TryTake(i, out var actual)
                && (inPlace.IsKept, copying.IsKept) == (true, false)
                && Describe(expected) == Describe(actual) && Describe(actual).Contains($"2{i}", StringComparison.Ordinal));
        }

        static string Describe(in StreamRecord record) => string.Join(
            '|', record.EventId, record.Kind, record.SequenceNumber, record.SizeBytes, record.CreatedAt.Ticks, record.UserIdentity,
            Encoding.UTF8.GetString(record.Keys), Encoding.UTF8.GetString(record.OldImage), Encoding.UTF8.GetString(record.NewImage));
    });

    // Shards as they are: fast and slow ones, some that fail to fetch, and some that hang with a record for ever.
    [Fact]
    public async Task Whatever_shards_do_the_capacity_is_kept_and_all_but_those_that_hang_go_on()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var capacity = random.Next(2 * MiB, 8 * MiB);
            await RunAsync(capacity, async (fixture, budget) =>
            {
                using var end = new CancellationTokenSource();
                var shards = Enumerable.Range(0, random.Next(1, 40)).Select(_ => new RandomShard(fixture, budget, random)).ToArray();
                var runs = shards.Select(shard => shard.RunAsync(end.Token)).ToArray();
                for (var second = 0; second < 600 && !shards.All(static shard => shard.Hangs || shard.Pages >= 5); second++)
                {
                    Assert.InRange(budget.Used, 0, capacity);
                    await fixture.WaitAsync(1);
                }

                Assert.True(
                    shards.All(static shard => shard.Hangs || shard.Pages >= 5),
                    $"Seed {seed}: {string.Join(", ", shards.Select(static shard => shard.Hangs ? "hangs" : $"{shard.Pages}"))}");
                await end.CancelAsync();
                await Task.WhenAll(runs);
            });
        }
    }

    private static Task RunAsync(long capacity, Func<WorkerFixture, PageBudget, Task> test) => WorkerFixture.RunAsync(async fixture =>
    {
        using var meter = new WorkerMeter();
        var budget = new PageBudget(capacity, fixture.Clock, meter);
        await test(fixture, budget);
        Assert.Equal(0, budget.Used);
    });

    private static async Task<FetchedPage> FetchAsync(PageBudget budget, int bytes)
    {
        await budget.ReserveAsync(default);
        return budget.Fill(Page(bytes), limit: 1000);
    }

    // Three records.
    private static RecordPage Page(int bytes)
    {
        var records = string.Join(',', Enumerable.Range(0, 3).Select(static i => $$$$$"""
            {"eventID":"2{{{{{i}}}}}","eventName":"MODIFY","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
             "dynamodb":{"SequenceNumber":"2{{{{{i}}}}}","SizeBytes":{{{{{i}}}}},"ApproximateCreationDateTime":17{{{{{i}}}}},
                         "Keys":{"pk":{"S":"k{{{{{i}}}}}"}},"OldImage":{"n":{"N":"{{{{{i}}}}}"}},"NewImage":{"n":{"N":"1{{{{{i}}}}}"}}}}
            """));
        var json = $$"""{"NextShardIterator":"next","Records":[{{records}}],"Padding":"?"}""";
        return RecordPage.Parse(Encoding.UTF8.GetBytes(json.Replace("?", new string('x', bytes - json.Length + 1), StringComparison.Ordinal)));
    }

    private sealed class RandomShard(WorkerFixture fixture, PageBudget budget, Random random)
    {
        private readonly int _slowness = random.Next(1, 1500);

        public bool Hangs { get; } = random.Next(3) == 0;

        public int Pages { get; private set; }

        public async Task RunAsync(CancellationToken end)
        {
            try
            {
                while (true)
                {
                    await fixture.WaitAsync(random.NextDouble() / 10);
                    await budget.ReserveAsync(end);
                    await fixture.WaitAsync(random.NextDouble() / 10);
                    if (random.Next(5) == 0)
                    {
                        budget.Release();
                        continue;
                    }

                    using var page = budget.Fill(Page(random.Next(2000, MiB)), limit: 3);
                    await HandleAsync(page, end);
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
            }
        }

        private async Task HandleAsync(FetchedPage page, CancellationToken end)
        {
            for (var i = 0; i < page.Count && page.TryTake(i, out _); i++)
            {
                await Task.Delay(Hangs ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(random.Next(_slowness)), fixture.Clock, end);
            }

            // A page that was taken back has brought its shard on too, by what was handled of it.
            Pages++;
        }
    }
}
