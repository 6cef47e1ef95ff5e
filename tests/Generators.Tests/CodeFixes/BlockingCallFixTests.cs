using DynamoHandlers.Generators.Tests.Analyzers;
using static DynamoHandlers.Generators.Tests.CodeFixes.Fixing;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

public sealed class BlockingCallFixTests
{
    [Fact]
    public async Task What_a_run_does_when_it_ends_awaits_as_well() => Assert.Equal(
        OfShard("async ValueTask LeaseLostAsync() { await mailer.Forever(); }"),
        await FixAsync(OfShard("ValueTask LeaseLostAsync() { mailer.Forever().Wait(); return default; }"), "DH0013"),
        Layout);

    private static string OfShard(string method) =>
        HandlerSource.InClass($"public class Inner(IMailer mailer) : IShardHandler {{ public {method} }}");

    [Theory]
    [InlineData(
        "public void On(Order order) { mailer.Forever().Wait(); }",
        "public async Task On(Order order) { await mailer.Forever(); }")]
    [InlineData(
        "public void On(Order order) => mailer.Forever().GetAwaiter().GetResult();",
        "public async Task On(Order order) => await mailer.Forever();")]
    [InlineData(
        "public void On(Order order) => mailer.Forever().ConfigureAwait(false).GetAwaiter().GetResult();",
        "public async Task On(Order order) => await mailer.Forever().ConfigureAwait(false);")]
    [InlineData(
        "public void On(Order order) { int n = mailer.CountAsync(default).Result; }",
        "public async Task On(Order order) { int n = await mailer.CountAsync(default); }")]
    [InlineData(
        "public void On(Order order) { _ = mailer.LoadAsync<string>(\"a\", default).Result.Length; }",
        "public async Task On(Order order) { _ = (await mailer.LoadAsync<string>(\"a\", default)).Length; }")]
    [InlineData(
        "public async Task On(Order order) { await Task.Yield(); mailer.Forever().Wait(); }",
        "public async Task On(Order order) { await Task.Yield(); await mailer.Forever(); }")]
    [InlineData(
        "public void On(Order order, CancellationToken stop) { mailer.Forever().Wait(stop); }",
        "public async Task On(Order order, CancellationToken stop) { await mailer.Forever().WaitAsync(stop); }")]
    [InlineData(
        "public void On(Order order) { Task.WaitAll(mailer.Forever(), mailer.Forever()); }",
        "public async Task On(Order order) { await Task.WhenAll(mailer.Forever(), mailer.Forever()); }")]
    [InlineData(
        "public void On(Order order) { Thread.Sleep(TimeSpan.FromSeconds(1)); }",
        "public async Task On(Order order) { await Task.Delay(TimeSpan.FromSeconds(1)); }")]
    [InlineData(
        "public Task On(Order order) { mailer.Forever().Wait(); return Task.CompletedTask; }",
        "public async Task On(Order order) { await mailer.Forever(); }")]
    [InlineData(
        "public ValueTask On(Order order) { mailer.Forever().Wait(); if (order.Id == \"\") { return default; } return new(mailer.Forever()); }",
        "public async ValueTask On(Order order) { await mailer.Forever(); if (order.Id == \"\") { return; } await new ValueTask(mailer.Forever()); }")]
    [InlineData(
        "public Task On(Order order) { if (mailer.CountAsync(default).Result > 0) return mailer.Forever(); return order.Id == \"\" ? mailer.Forever() : Task.CompletedTask; }",
        "public async Task On(Order order) { if (await mailer.CountAsync(default) > 0) { await mailer.Forever(); return; } await (order.Id == \"\" ? mailer.Forever() : Task.CompletedTask); }")]
    [InlineData(
        "public Task On(Order order) => mailer.SendAsync(mailer.LoadAsync<string>(\"a\", default).Result, stop: default);",
        "public async Task On(Order order) => await mailer.SendAsync(await mailer.LoadAsync<string>(\"a\", default), stop: default);")]
    [InlineData(
        "public BatchResult On(IReadOnlyList<Change<Order>> orders) { mailer.Forever().Wait(); return BatchResult.Success; }",
        "public async Task<BatchResult> On(IReadOnlyList<Change<Order>> orders) { await mailer.Forever(); return BatchResult.Success; }")]
    [InlineData(
        "public Task<BatchResult> On(IReadOnlyList<Change<Order>> orders) { mailer.Forever().Wait(); return Task.FromResult(BatchResult.Success); }",
        "public async Task<BatchResult> On(IReadOnlyList<Change<Order>> orders) { await mailer.Forever(); return await Task.FromResult(BatchResult.Success); }")]
    [InlineData(
        "public ValueTask<BatchResult> On(IReadOnlyList<Change<Order>> orders) { mailer.Forever().Wait(); if (orders.Count == 0) { return default; } return new(BatchResult.Success); }",
        "public async ValueTask<BatchResult> On(IReadOnlyList<Change<Order>> orders) { await mailer.Forever(); if (orders.Count == 0) { return default; } return await new ValueTask<BatchResult>(BatchResult.Success); }")]
    public async Task Blocking_becomes_awaiting(string before, string after) =>
        Assert.Equal(Handler(after), await FixAsync(Handler(before), "DH0013"), Layout);

    [Theory]
    [InlineData("public void On(Order order) { _ = mailer.Forever().Wait(1000); }")]
    [InlineData("public void On(Order order) { Task.WaitAny(mailer.Forever()); }")]
    [InlineData("public void On(Order order) { lock (this) { mailer.Forever().Wait(); } }")]
    [InlineData("public void On(Order order) { Action later = () => mailer.Forever().Wait(); later(); }")]
    [InlineData("public void On(Order order) { Local(); void Local() => mailer.Forever().Wait(); }")]
    [InlineData("public void On(in Order order) { mailer.Forever().Wait(); }")]
    [InlineData("public ValueTask On(Order order) { mailer.Forever().Wait(); return order.Id == \"\" ? default : new(mailer.Forever()); }")]
    [InlineData("public Task On(Order order) => throw new InvalidOperationException(mailer.CountAsync(default).Result.ToString());")]
    [InlineData("public Task On(Order order) { mailer.Forever().Wait(); lock (this) { return mailer.Forever(); } }")]
    [InlineData("public virtual void On(Order order) { mailer.Forever().Wait(); }")]
    [InlineData("public virtual BatchResult On(IReadOnlyList<Change<Order>> orders) { mailer.Forever().Wait(); return null!; }")]
    public async Task No_fix_is_offered_that_would_not_compile(string handler) =>
        Assert.Empty(await TitlesAsync(Handler(handler), "DH0013"));

    [Fact]
    public async Task All_of_a_project_at_once() => Assert.Equal(
        Handler("public async Task On(Order order) { await mailer.Forever(); await Task.Delay(await mailer.CountAsync(default)); }"),
        await FixAllAsync(
            Handler("public void On(Order order) { mailer.Forever().Wait(); Thread.Sleep(mailer.CountAsync(default).Result); }"),
            "DH0013"),
        Layout);
}
