using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class ShardReaderTests
{
    private const int Limit = 3;

    [Fact]
    public Task It_reads_page_by_page_without_a_gap() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 8);

        await AssertNextAsync(reader, 1, 2, 3);
        await AssertNextAsync(reader, 4, 5, 6);
        await AssertNextAsync(reader, 7, 8);
        await AssertNextAsync(reader);
        Assert.False(reader.Ended);
    });

    [Fact]
    public Task It_starts_right_after_the_position_that_it_was_moved_to() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 5);
        await AssertNextAsync(reader, 1, 2, 3);
        reader.Seek(ShardPosition.After(new SequenceNumber("1")));
        await AssertNextAsync(reader, 2, 3, 4);

        reader.Seek(ShardPosition.TrimHorizon);
        await AssertNextAsync(reader, 1, 2, 3);
    });

    [Fact]
    public Task After_an_expired_iterator_it_goes_on_exactly_after_the_last_record() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 4);
        fixture.Db.ExpireIterators();
        await AssertNextAsync(reader, 1, 2, 3);
        fixture.Db.ExpireIterators();
        await AssertNextAsync(reader, 4);
        await AssertNextAsync(reader);
        await fixture.WaitAsync(16 * 60);
        await PutAsync(fixture, 1);
        await AssertNextAsync(reader, 5);
    });

    [Fact]
    public Task Throttling_lost_connections_and_garbage_are_waited_out() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 1);
        var failures = new Queue<Exception>(
        [
            new StreamException(StreamError.Throttled, "slow down"),
            new HttpRequestException("connection lost"),
            new FormatException("not a page"),
            new TaskCanceledException("HTTP time-out"),
            new InvalidOperationException("something else"),
        ]);
        connection.Before = _ => failures.TryDequeue(out var failure) ? throw failure : Task.CompletedTask;
        var since = fixture.Clock.GetUtcNow();

        await AssertNextAsync(reader, 1);

        Assert.Empty(failures);
        Assert.True(fixture.Clock.GetUtcNow() > since);
    });

    [Fact]
    public Task An_answer_that_was_lost_is_asked_for_again_and_no_record_is_skipped() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 4);
        var lost = 3;
        connection.After = _ => lost-- > 0 ? throw new HttpRequestException("answer lost") : Task.CompletedTask;

        await AssertNextAsync(reader, 1, 2, 3);
        lost = 2;
        await AssertNextAsync(reader, 4);
    });

    [Fact]
    public Task Records_that_are_kept_no_longer_are_reported() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 3);
        await fixture.WaitAsync(60);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        await PutAsync(fixture, 1);
        reader.Seek(ShardPosition.After(new SequenceNumber("1")));

        Assert.Equal(ShardReadResult.Trimmed, await reader.ReadAsync(default));
        Assert.Equal(ShardReadResult.Trimmed, await reader.ReadAsync(default));

        reader.Seek(ShardPosition.TrimHorizon);
        await AssertNextAsync(reader, 4);
    });

    [Fact]
    public Task A_shard_that_is_not_there_is_reported_and_asked_for_anew() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 4);
        await ReadAsync(reader);
        connection.Before = static _ => throw new StreamException(StreamError.NotFound, "not here");
        Assert.Equal(ShardReadResult.NotFound, await reader.ReadAsync(default));
        Assert.Equal(ShardReadResult.NotFound, await reader.ReadAsync(default));

        connection.Before = null;
        await AssertNextAsync(reader, 4);
    });

    [Fact]
    public Task The_last_page_of_a_closed_shard_has_its_records_and_says_that_it_is_the_last() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 4);
        fixture.Db.RollShards("Items");

        await AssertNextAsync(reader, 1, 2, 3);
        Assert.False(reader.Ended);
        await AssertNextAsync(reader, 4);
        Assert.True(reader.Ended);

        reader.Seek(ShardPosition.After(new SequenceNumber("3")));
        Assert.False(reader.Ended);
    });

    [Fact]
    public Task It_ends_at_once_when_it_is_cancelled_while_it_waits() => RunAsync(async (fixture, reader, connection) =>
    {
        connection.Before = static _ => throw new StreamException(StreamError.Throttled, "slow down");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(7), fixture.Clock);
        var since = fixture.Clock.GetUtcNow();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(stop.Token));

        Assert.Equal(7, (fixture.Clock.GetUtcNow() - since).TotalSeconds);
    });

    [Fact]
    public Task What_is_read_ahead_is_the_next_page_and_comes_while_the_last_one_is_handled() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 8);
        connection.Before = _ => fixture.WaitAsync(1);
        for (var first = 1; first <= 7; first += 3)
        {
            var asked = fixture.Clock.GetUtcNow();
            await AssertNextAsync(reader, [.. Enumerable.Range(first, Math.Min(3, 9 - first))]);

            // The first with its iterator; the others have been on their way for as long as they take.
            Assert.Equal(first == 1 ? 2 : 0, (fixture.Clock.GetUtcNow() - asked).TotalSeconds);
            reader.ReadAhead(default);
            reader.ReadAhead(default);
            await fixture.WaitAsync(1);
        }

        await AssertNextAsync(reader);
    });

    [Fact]
    public Task What_was_read_ahead_is_forgotten_by_a_move_to_elsewhere() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 8);
        await AssertNextAsync(reader, 1, 2, 3);
        connection.Before = _ => fixture.WaitAsync(1);
        foreach (var wait in new[] { 0, 0.5, 2 })
        {
            reader.ReadAhead(default);
            await fixture.WaitAsync(wait);
            reader.Seek(ShardPosition.After(new SequenceNumber("1")));
            await AssertNextAsync(reader, 2, 3, 4);
            await AssertNextAsync(reader, 5, 6, 7);
        }
    });

    [Fact]
    public Task The_end_of_a_shard_that_was_read_ahead_is_not_known_before_its_page_is_taken() => RunAsync(async (fixture, reader, _) =>
    {
        await PutAsync(fixture, 5);
        fixture.Db.RollShards("Items");
        await AssertNextAsync(reader, 1, 2, 3);
        reader.ReadAhead(default);
        await fixture.WaitAsync(1);
        Assert.False(reader.Ended);

        await AssertNextAsync(reader, 4, 5);
        Assert.True(reader.Ended);
        reader.ReadAhead(default);
    });

    [Fact]
    public Task A_failure_ahead_is_one_of_the_next_read() => RunAsync(async (fixture, reader, connection) =>
    {
        await PutAsync(fixture, 5);
        await AssertNextAsync(reader, 1, 2, 3);
        connection.Before = static _ => throw new StreamException(StreamError.NotFound, "not here");
        reader.ReadAhead(default);
        await fixture.WaitAsync(1);
        Assert.Equal(ShardReadResult.NotFound, await reader.ReadAsync(default));

        connection.Before = null;
        await AssertNextAsync(reader, 4, 5);
    });

    private static Task RunAsync(Func<WorkerFixture, ShardReader, Connection, Task> test) => WorkerFixture.RunAsync(
        async fixture =>
        {
            await fixture.CreateTableAsync();
            var connection = fixture.Connect();
            var retry = RetryPolicy.Create(
                fixture.Clock, static () => 0.5, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10), ShardReader.IsTransient);
            using var meter = new WorkerMeter();
            var pages = new PageBudget(4 * PageLedger.PageBytes, fixture.Clock, meter);
            var shard = Assert.Single(fixture.Db.ListShards("Items")).ShardId;
            var source = new ShardSource(connection.Streams, await fixture.StreamArnAsync(), shard, Limit, pages, retry);
            using (var reader = new ShardReader(source))
            {
                await test(fixture, reader, connection);
            }

            await fixture.WaitAsync(1);

            // Whatever became of the reads, their room was given back.
            Assert.Equal(0, pages.Used);
        },
        shards: 1);

    private static async Task PutAsync(WorkerFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.PutAsync("a", i + (int)(fixture.Clock.GetTimestamp() / TimeSpan.TicksPerSecond));
        }
    }

    private static async Task AssertNextAsync(ShardReader reader, params int[] expected) =>
        Assert.Equal(expected, await ReadAsync(reader));

    private static StreamRecord Take(FetchedPage page, int index)
    {
        Assert.True(page.TryTake(index, out var record));
        return record;
    }

    private static async Task<int[]> ReadAsync(ShardReader reader)
    {
        Assert.Equal(ShardReadResult.Page, await reader.ReadAsync(default));
        using var page = reader.Page!;
        return [.. Enumerable.Range(0, page.Count).Select(i => int.Parse(
            Take(page, i).SequenceNumber.ToString(), System.Globalization.CultureInfo.InvariantCulture))];
    }
}
