using DynamoHandlers.Generators.Tests.Support;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class CancellationTests
{
    [Theory]
    [InlineData("await mailer.[|DH0025:SendAsync|](order);")]
    [InlineData("await mailer.[|DH0025:SendAsync|](\"text\");")]
    [InlineData("await mailer.[|DH0025:CountAsync|]();")]
    [InlineData("await mailer.[|DH0025:LoadAsync<int>|](\"a\");")]
    [InlineData("mailer.[|DH0025:Flush|]();")]
    [InlineData("await Mailer?.[|DH0025:SendAsync|](order)!;")]
    [InlineData("await Task.[|DH0025:Delay|](10);")]
    [InlineData("Func<Task> later = () => mailer.[|DH0025:SendAsync|](order); await later();")]
    [InlineData("await Local(); Task Local() => mailer.[|DH0025:SendAsync|](order);")]
    [InlineData("Func<CancellationToken, Task> later = token => mailer.[|DH0025:SendAsync|](order); await later(stop);")]
    [InlineData("await Own(order); async Task Own(Order o) => await mailer.[|DH0025:SendAsync|](o);")]
    public Task A_call_that_does_not_get_the_token_at_hand(string body) => Marked.AnalyzesAsync(WithToken(body));

    [Theory]
    [InlineData("await mailer.SendAsync(order, stop);")]
    [InlineData("await mailer.SendAsync(order, CancellationToken.None);")]
    [InlineData("await mailer.SendAsync(\"text\", stop: default);")]
    [InlineData("await mailer.Forever();")]
    [InlineData("await mailer.LogAsync(1, 2);")]
    [InlineData("Func<IMailer, Task> later = static m => m.SendAsync(\"text\"); await later(mailer);")]
    [InlineData("try { await Task.Yield(); } finally { await mailer.SendAsync(order); }")]
    [InlineData("try { await Task.Yield(); } catch (IOException) { await mailer.SendAsync(order); }")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task>> e = () => mailer.LoadAsync<Task>(\"a\");")]
    public Task A_call_that_has_one_or_needs_none(string body) => Marked.AnalyzesAsync(WithToken(body));

    [Fact]
    public async Task A_token_of_the_function_around_the_call_is_nearer() => Assert.Contains(
        "does not get 'inner'",
        (await Marked.AnalyzesAsync(WithToken(
            "await L(stop); Task L(CancellationToken inner) => mailer.[|DH0025:SendAsync|](order);")))[0],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnInsert<Order>] public Task [|DH0043:On|](Order order) => mailer.SendAsync(order);")]
    [InlineData("[OnInsert<Order>] public async Task [|DH0043:On|](Order o) { await mailer.SendAsync(o); await mailer.SendAsync(o); }")]
    [InlineData("[OnInsert<Order>] public async Task [|DH0043:On|](Order o) { await L(); async Task L() => await mailer.CountAsync(); }")]
    [InlineData("[OnInsert<Order>] public void On(Order order) => mailer.Flush();")]
    [InlineData("[OnInsert<Order>] public Task On(Order order) => mailer.Forever();")]
    [InlineData("[OnInsert<Order>] public virtual Task On(Order order) => mailer.SendAsync(order);")]
    [InlineData("public Task Other(Order order) => mailer.SendAsync(order);")]
    [InlineData("[OnInsert<Order>] public Task On(Order order) => mailer.SendAsync(order, CancellationToken.None);")]
    public Task A_handler_that_takes_no_token(string handler) => Marked.AnalyzesAsync(InClass(handler));

    [Theory]
    [InlineData("[OnWindow] public async Task [|DH0043:On|](IReadOnlyList<Change<Order>> orders, Window<Line> window) => await mailer.CountAsync();")]
    [InlineData("[OnWindow] public async Task On(IReadOnlyList<Change<Order>> orders, Window<Line> window, CancellationToken stop) => await mailer.[|DH0025:CountAsync|]();")]
    [InlineData("public class Inner(IMailer mailer) : IShardBuffer { public async ValueTask FlushAsync(ChangeTransaction t, CancellationToken stop) => await mailer.[|DH0025:CountAsync|](); }")]
    [InlineData("public class Inner(IMailer mailer) : IShardHandler { public async ValueTask LeaseLostAsync() => await mailer.CountAsync(); }")]
    public Task Windows_and_what_a_worker_calls_of_a_class_per_shard(string member) => Marked.AnalyzesAsync(InClass(member));

    [Fact]
    public Task A_handler_that_an_interface_demands_keeps_its_signature() => Marked.AnalyzesAsync(
        InClass("public class Inner(IMailer mailer) : IInner { [OnInsert<Order>] public Task On(Order o) => mailer.SendAsync(o); }")
        + "public interface IInner { Task On(Order o); }");

    private static string WithToken(string body) => "using System.IO;\n" + InClass(
        $"[OnInsert<Order>] public async Task On(Order order, CancellationToken stop) {{ {body} await Task.Yield(); }}");
}
