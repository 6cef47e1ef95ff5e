using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Testing.Tests;

/// <summary>Windows and instances that live with a shard, in a harness.</summary>
public sealed class HandlerHarnessStateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_window_is_called_with_each_change_and_ends_when_the_harness_is_flushed()
    {
        await using var harness = Create();
        Assert.Contains($"{typeof(VisitWindows).FullName}.Count", await harness.InsertAsync(new Visit { Id = "1", Seconds = 3 }, Stop));
        await harness.InsertAsync(new Visit { Id = "2", Seconds = 4 }, Stop);
        Assert.Empty(harness.Written);

        Assert.Equal([$"{typeof(VisitWindows).FullName}.Count"], await harness.FlushAsync(Stop));
        Assert.Contains(harness.Written, static item => item.Update.Key["pk"].S == "windows" && item.Update.ExpressionAttributeValues[":0"].N == "7");

        // The next window has the state that this one has left.
        await harness.InsertAsync(new Visit { Id = "3", Seconds = 5 }, Stop);
        await harness.FlushAsync(Stop);
        Assert.Contains(harness.Written, static item => item.Update.Key["pk"].S == "windows" && item.Update.ExpressionAttributeValues[":0"].N == "12");
        Assert.Empty(await harness.FlushAsync(Stop));
    }

    [Fact]
    public async Task A_buffer_is_one_instance_that_is_flushed_with_the_harness()
    {
        await using var harness = Create();
        await harness.InsertAsync(new Visit { Id = "1", Seconds = 3 }, Stop);
        await harness.InsertAsync(new Visit { Id = "2", Seconds = 4 }, Stop);
        await harness.FlushAsync(Stop);
        Assert.Contains(
            harness.Written,
            static item => item.Update.Key["pk"].S == "Visits/shardId-harness" && item.Update.ExpressionAttributeValues[":0"].N == "7");
    }

    private static HandlerHarness Create() =>
        HandlerHarness.Create(static services => services.AddDynamoHandlers().AddDynamoHandlersTestingTestsHandlers());
}

[DynamoDBTable("Visits")]
public sealed class Visit
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    public int Seconds { get; init; }
}

[DynamoDBTable("VisitTotals")]
public sealed class VisitTotal
{
    [DynamoDBHashKey("pk")]
    public required string Name { get; init; }

    public int Seconds { get; init; }
}

public sealed record VisitSum(int Seconds);

public sealed class VisitWindows
{
    [OnWindow<Visit>]
    public void Count(IReadOnlyList<Change<Visit>> changes, Window<VisitSum> window, ChangeTransaction transaction)
    {
        window.State = new((window.State?.Seconds ?? 0) + changes.Sum(static change => change.New.Seconds));
        if (window.IsFinal)
        {
            transaction.UpdateVisitTotal("windows").AddSeconds(window.State.Seconds);
        }
    }
}

[Handler(PerShard = true)]
public sealed class VisitBuffer : IShardBuffer, IShardState<VisitSum>
{
    private string _name = "";

    public VisitSum? State { get; set; }

    public ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop)
    {
        _name = $"{shard.TableName}/{shard.ShardId}";
        return default;
    }

    [OnInsert<Visit>]
    public void Visited(Visit visit) => State = new((State?.Seconds ?? 0) + visit.Seconds);

    public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
    {
        transaction.UpdateVisitTotal(_name).AddSeconds(State?.Seconds ?? 0);
        return default;
    }
}
