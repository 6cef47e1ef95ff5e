using DynamoHandlers.Generators.Tests.Support;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class BlockingCallTests
{
    [Theory]
    [InlineData("[|DH0013:mailer.Forever().Wait()|];")]
    [InlineData("[|DH0013:mailer.Forever().Wait(1000)|];")]
    [InlineData("_ = [|DH0013:mailer.LoadAsync<int>(\"a\", default).Result|] + 1;")]
    [InlineData("_ = [|DH0013:mailer.CountAsync(default).Result|];")]
    [InlineData("[|DH0013:mailer.Forever().GetAwaiter().GetResult()|];")]
    [InlineData("[|DH0013:mailer.Forever().ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("_ = [|DH0013:mailer.CountAsync(default).GetAwaiter().GetResult()|];")]
    [InlineData("[|DH0013:Task.WaitAll(mailer.Forever(), mailer.Forever())|];")]
    [InlineData("[|DH0013:Task.WaitAny([mailer.Forever()])|];")]
    [InlineData("[|DH0013:Task.WhenAll(mailer.Forever()).Wait()|];")]
    [InlineData("[|DH0013:Thread.Sleep(10)|];")]
    [InlineData("var t = mailer.LoadAsync<int>(\"a\", default); _ = [|DH0013:t.Result|];")]
    [InlineData("async Task L() { var t = mailer.LoadAsync<Order>(\"a\", default); await mailer.SendAsync([|DH0013:t.Result|], default); } _ = L();")]
    [InlineData("void Local() => [|DH0013:mailer.Forever().Wait()|]; Local();")]
    [InlineData("Action later = () => [|DH0013:mailer.Forever().Wait()|]; later();")]
    public Task A_call_that_blocks(string body) =>
        Marked.AnalyzesAsync(InClass($"[OnInsert<Order>] public void On(Order order) {{ {body} }}"));

    [Theory]
    [InlineData("var t = mailer.LoadAsync<int>(\"a\", default); await t; _ = t.Result;")]
    [InlineData("var t = mailer.LoadAsync<int>(\"a\", default); await t.ConfigureAwait(false); _ = t.Result;")]
    [InlineData("Task<int>[] ts = [mailer.LoadAsync<int>(\"a\", default)]; await Task.WhenAll(ts); _ = ts[0].Result + ts.Sum(t => t.Result);")]
    [InlineData("var t = mailer.LoadAsync<int>(\"a\", default); if (t.IsCompletedSuccessfully) { _ = t.Result; }")]
    [InlineData("var t = mailer.CountAsync(default); _ = t.IsCompleted ? t.Result : await t;")]
    [InlineData("_ = (await Task.WhenAny(mailer.LoadAsync<int>(\"a\", default))).Result;")]
    [InlineData("await mailer.LoadAsync<int>(\"a\", default).ContinueWith(t => t.Result, CancellationToken.None);")]
    [InlineData("using var gate = new SemaphoreSlim(1); await gate.WaitAsync(CancellationToken.None);")]
    public Task A_task_that_is_known_to_be_done(string body) =>
        Marked.AnalyzesAsync(InClass($"[OnInsert<Order>] public async Task On(Order order) {{ {body} await Task.Yield(); }}"));

    [Fact]
    public Task Only_handlers_are_looked_at() => Marked.AnalyzesAsync(InClass(
        "public void Other() => mailer.Forever().Wait(); public int P => mailer.CountAsync().Result;"));

    [Theory]
    [InlineData("public class Inner : IShardBuffer { public async ValueTask FlushAsync(ChangeTransaction t, CancellationToken stop) { [|DH0013:Thread.Sleep(1)|]; await Task.Yield(); } }")]
    [InlineData("public class Inner : IShardBuffer { ValueTask IShardBuffer.FlushAsync(ChangeTransaction t, CancellationToken stop) { [|DH0013:Thread.Sleep(1)|]; return default; } }")]
    [InlineData("public class Inner(IMailer mailer) : IShardState<Order> { public Order? State { get; set; } public ValueTask LeaseLostAsync() { [|DH0013:mailer.Forever().Wait()|]; return default; } }")]
    [InlineData("public abstract class Inner : IShardHandler { public abstract ValueTask LeaseLostAsync(); } public class Other : Inner { public override ValueTask LeaseLostAsync() { [|DH0013:Thread.Sleep(1)|]; return default; } }")]
    [InlineData("[OnWindow] public void On(IReadOnlyList<Change<Order>> orders, Window<Line> window) => [|DH0013:mailer.Forever().Wait()|];")]
    [InlineData("public class Inner(IMailer mailer) : IShardHandler { public ValueTask Else() { mailer.Forever().Wait(); return default; } }")]
    public Task What_a_worker_calls_of_a_class_per_shard(string member) => Marked.AnalyzesAsync(InClass(member));

    [Fact]
    public async Task The_message_says_what_blocks() => Assert.Equal(
        ["Thread.Sleep blocks a thread of the worker until it is done; await it instead"],
        await Marked.AnalyzesAsync(InClass("[OnRemove<Order>] public void On(Order o) => [|DH0013:Thread.Sleep(1)|];")));
}
