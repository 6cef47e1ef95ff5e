using DynamoHandlers.Generators.Tests.Analyzers;
using static DynamoHandlers.Generators.Tests.CodeFixes.Fixing;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

public sealed class TokenFixTests
{
    private static string Flush(string call) => $$"""
        public class Inner(IMailer mailer) : IShardBuffer
        {
            public async ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop) => await {{call}};
        }
        """;

    [Theory]
    [InlineData("mailer.SendAsync(order)", "mailer.SendAsync(order, stop)")]
    [InlineData("mailer.SendAsync(\"text\")", "mailer.SendAsync(\"text\", stop: stop)")]
    [InlineData("mailer.SendAsync(\"text\", true)", "mailer.SendAsync(\"text\", true, stop)")]
    [InlineData("mailer.SendAsync(urgent: true, text: \"text\")", "mailer.SendAsync(urgent: true, text: \"text\", stop: stop)")]
    [InlineData("mailer.CountAsync()", "mailer.CountAsync(stop)")]
    [InlineData("mailer.LoadAsync<int>(\"a\")", "mailer.LoadAsync<int>(\"a\", stop)")]
    [InlineData("mailer.Extended(1)", "mailer.Extended(1, stop)")]
    [InlineData("Extensions.Extended(mailer, 1)", "Extensions.Extended(mailer, 1, stop)")]
    [InlineData("Mailer?.SendAsync(order)!", "Mailer?.SendAsync(order, stop)!")]
    [InlineData("mailer.SendAsync(await mailer.LoadAsync<Order>(\"a\", default))", "mailer.SendAsync(await mailer.LoadAsync<Order>(\"a\", default), stop)")]
    public async Task The_token_at_hand_is_passed(string before, string after) =>
        Assert.Equal(WithToken(after), await FixAsync(WithToken(before), "DH0025"), Layout);

    [Fact]
    public async Task It_is_passed_where_a_buffer_is_flushed() => Assert.Equal(
        HandlerSource.InClass(Flush("mailer.CountAsync(stop)")),
        await FixAsync(HandlerSource.InClass(Flush("mailer.CountAsync()")), "DH0025"),
        Layout);

    [Fact]
    public async Task All_of_a_project_at_once() => Assert.Equal(
        WithToken("mailer.SendAsync(await mailer.LoadAsync<Order>(\"a\", stop), stop)"),
        await FixAllAsync(WithToken("mailer.SendAsync(await mailer.LoadAsync<Order>(\"a\"))"), "DH0025"),
        Layout);

    [Theory]
    [InlineData(
        "public Task On(Order order) => mailer.SendAsync(order);",
        "public Task On(Order order, CancellationToken cancellationToken) => mailer.SendAsync(order, cancellationToken);")]
    [InlineData(
        "public async Task On(Order order, IDisposable? x = null) { mailer.Flush(); await mailer.SendAsync(\"a\"); }",
        "public async Task On(Order order, CancellationToken cancellationToken, IDisposable? x = null) { mailer.Flush(cancellationToken); await mailer.SendAsync(\"a\", stop: cancellationToken); }")]
    [InlineData(
        "public async Task On(Order cancellationToken) { await mailer.SendAsync(cancellationToken); }",
        "public async Task On(Order cancellationToken, CancellationToken cancellationToken2) { await mailer.SendAsync(cancellationToken, cancellationToken2); }")]
    public async Task A_token_is_taken_and_passed(string before, string after) =>
        Assert.Equal(Handler(after), await FixAsync(Handler(before), "DH0043"), Layout);

    [Fact]
    public async Task All_handlers_of_a_project_take_one() => Assert.Equal(
        Two("(Order o, CancellationToken cancellationToken)", "(o, cancellationToken)"),
        await FixAllAsync(Two("(Order o)", "(o)"), "DH0043"),
        Layout);

    private static string WithToken(string call) =>
        Handler($$"""public async Task On(Order order, CancellationToken stop) { await {{call}}; }""") + """

        public static class Extensions
        {
            public static Task Extended(this IMailer mailer, int n, CancellationToken stop = default) => mailer.Forever();
        }
        """;

    private static string Two(string parameters, string arguments) => Handler(
        $"public Task One{parameters} => mailer.SendAsync{arguments};"
        + $"\n    [OnRemove<Order>] public Task Other{parameters} => mailer.SendAsync{arguments};");
}
