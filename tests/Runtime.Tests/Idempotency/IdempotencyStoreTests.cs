using DynamoHandlers.Idempotency;

namespace DynamoHandlers.Runtime.Tests.Idempotency;

/// <summary>What every store of completed changes does, whatever it keeps them in.</summary>
public abstract class IdempotencyStoreTests
{
    private const string Handler = "Shop.Handler";

    /// <summary>An empty store.</summary>
    protected abstract IIdempotencyStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_completed_at_first() => Assert.Empty(await Store.FindCompletedAsync(Handler, ["a", "b"], Stop));

    [Fact]
    public async Task What_was_marked_is_found_and_nothing_else()
    {
        await Store.MarkCompletedAsync(Handler, ["a", "c"], Stop);
        await Store.MarkCompletedAsync(Handler, ["a"], Stop);

        Assert.Equal(["a", "c"], (await Store.FindCompletedAsync(Handler, ["a", "b", "c"], Stop)).Order(StringComparer.Ordinal));
        Assert.Empty(await Store.FindCompletedAsync("Shop.Other", ["a", "c"], Stop));
    }

    // More than a request takes, of either kind.
    [Fact]
    public async Task Large_batches_are_marked_and_found()
    {
        var keys = Enumerable.Range(0, 260).Select(static n => $"arn:stream/shard/{n}").ToArray();

        await Store.MarkCompletedAsync(Handler, keys[..251], Stop);

        Assert.Equal(keys[..251].Order(StringComparer.Ordinal), (await Store.FindCompletedAsync(Handler, keys, Stop)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_may_be_long()
    {
        var handler = new string('ж', 3000);
        await Store.MarkCompletedAsync(handler, ["a"], Stop);

        Assert.Equal(["a"], await Store.FindCompletedAsync(handler, ["a", "b"], Stop));
        Assert.Empty(await Store.FindCompletedAsync(handler + "ж", ["a"], Stop));
    }

    [Fact]
    public async Task Nothing_to_look_for_and_nothing_to_mark_is_no_error()
    {
        await Store.MarkCompletedAsync(Handler, [], Stop);

        Assert.Empty(await Store.FindCompletedAsync(Handler, [], Stop));
    }
}
