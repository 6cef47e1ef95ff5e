using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class WindowDiagnosticsTests
{
    private const string Changes = "IReadOnlyList<Change<Order>> changes";

    [Theory]
    [InlineData("[OnWindow] public void [|DH0037:On|](IReadOnlyList<Change<Order>> changes) { }", "takes no Window<TState>")]
    [InlineData("[OnWindow<Order>] public void [|DH0037:On|](Change<Order> change, Window<State> window) { }", "takes no IReadOnlyList<Change<T>>")]
    [InlineData("[OnWindow<Order>] public void [|DH0037:On|](Window<State> window) { }", "takes no IReadOnlyList<Change<T>>")]
    [InlineData("[OnWindow] public void On(IReadOnlyList<Change<Order>> changes, Window<State> a, Window<State> [|DH0037:b|]) { }", "more than one Window<TState>")]
    [InlineData("[OnWindow] public void On(IReadOnlyList<Change<Order>> a, IReadOnlyList<Change<Order>> [|DH0037:b|], Window<State> w) { }", "more than one IReadOnlyList<Change<T>>")]
    [InlineData("[OnInsert] public void On(IReadOnlyList<Change<Order>> changes, Window<State> [|DH0037:window|]) { }", "has no [OnWindow]")]
    [InlineData("[OnInsert] public void On(Order order, Window<State> [|DH0037:window|]) { }", "has no [OnWindow]")]
    [InlineData("[OnUnmatched(\"T\")] public void On(Window<State> [|DH0037:window|]) { }", "has no [OnWindow]")]
    [InlineData("[OnWindow, OnInsert] public void [|DH0037:On|](IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "other handler attributes")]
    [InlineData("[OnWindow, OnChange] public void [|DH0037:On|](IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "other handler attributes")]
    [InlineData("[OnWindow, OnWindow<Order>] public void [|DH0037:On|](IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "other handler attributes")]
    [InlineData("[OnWindow, OnUnmatched<Order>] public void [|DH0037:On|](IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "other handler attributes")]
    [InlineData("[OnWindow([|DH0037:Seconds = 0|])] public void On(IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "Seconds is 0, but must be from 1 to 86400")]
    [InlineData("[OnWindow<Order>([|DH0037:Seconds = 86401|])] public void On(IReadOnlyList<Change<Order>> changes, Window<State> window) { }", "Seconds is 86401")]
    public void A_method_that_cannot_be_called_for_windows(string handler, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(InClass(handler))), StringComparison.Ordinal);

    [Theory]
    [InlineData("public BatchResult [|DH0001:On|]", "with none; return void, Task or ValueTask")]
    [InlineData("public Task<BatchResult> [|DH0001:On|]", "with none; return void, Task or ValueTask")]
    [InlineData("public int [|DH0001:On|]", "'int'; return void, Task or ValueTask")]
    public void Only_batches_are_done_in_part(string method, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass($"[OnWindow] {method}({Changes}, Window<State> window) => default!;"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Order [|DH0034:order|]")]
    [InlineData("Change<Order> [|DH0034:change|]")]
    [InlineData("OrderDiff [|DH0034:diff|]")]
    [InlineData("ChangeContext [|DH0034:context|]")]
    [InlineData("in int [|DH0001:number|]")]
    public void What_windows_do_not_have(string parameter) =>
        Marked.Reports(InClass($"[OnWindow] public void On({Changes}, Window<State> window, {parameter}) {{ }}"));

    [Theory]
    [InlineData("[|DH0036:WindowMilliseconds = 5|]", "WindowMilliseconds means nothing to a handler of windows")]
    [InlineData("[|DH0036:WindowMilliseconds = -5|]", "WindowMilliseconds means nothing")]
    [InlineData("[|DH0036:Bisect = false|]", "Bisect means nothing to a handler of windows")]
    [InlineData("[|DH0036:MaxCount = 0|]", "MaxCount is 0")]
    public void Settings_of_batches(string setting, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass(
            $"[OnWindow, Batch(MaxBytes = 1, {setting})] public void On({Changes}, Window<State> window) {{ }}"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_predicate_sees_no_window() => Assert.Contains(
        "asked about each change",
        Assert.Single(Marked.Reports(InClass(
            $"[OnWindow(When = nameof(P))] public void On({Changes}, Window<State> window) {{ }} "
            + "public static bool P(Window<State> [|DH0021:window|]) => true;"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Dictionary<string, int>", "is a collection")]
    [InlineData("List<State>", "is a collection")]
    [InlineData("State[]", "neither a class nor a record")]
    [InlineData("IState", "is an interface")]
    [InlineData("Abstract", "is abstract")]
    [InlineData("Handlers.Hidden", "make it internal or public")]
    [InlineData("Empty", "none of its members is read and written")]
    [InlineData("object", "neither a class nor a struct nor a record")]
    public void A_type_that_cannot_be_kept(string state, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass(
            $"[OnWindow] public void On({Changes}, Window<{state}> [|DH0041:window|]) {{ }} private class Hidden {{ }}"))),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_wrong_with_members_of_a_state_is_reported_there() => Assert.Contains(
        "'Bad.Any' cannot be read",
        Assert.Single(Marked.Reports(
            InClass($"[OnWindow] public void On({Changes}, Window<Bad> window) {{ }}")
            + "public class Bad { public object? [|DH0002:Any|] { get; set; } }")),
        StringComparison.Ordinal);

    [Fact]
    public void What_a_state_would_lose_is_reported_there() => Marked.Reports(
        InClass($"[OnWindow] public void On({Changes}, Window<Part> window) {{ }}")
        + "public class Part { public int Count { get; set; } public List<int> [|DH0022:Lost|] { get; } = []; }");

    [Fact]
    public void Windows_at_the_ends_of_their_range_with_all_that_they_may_take() => GeneratorHarness.Run(InClass(
        $$"""
        [OnWindow(Seconds = 1)] public void One(Window<State> window, {{Changes}}) { }

        [OnWindow<Order>(Seconds = 86400), Batch(MaxCount = 1, MaxBytes = 1), OnFailure(MaxAttempts = 1)]
        public ValueTask Other(
            {{Changes}}, IServiceProvider services, Window<State> window, CancellationToken stop, ChangeTransaction transaction) => default;
        """)).Compiles();

    private static string InClass(string handler) => $$"""
        [StreamEntity] public class Order { [DynamoDBHashKey] public string Id { get; set; } = ""; }

        public class State { public int Count { get; set; } }

        public class Empty { private int _count; public override string ToString() => $"{_count++}"; }

        public interface IState { int Count { get; set; } }

        public abstract class Abstract { public int Count { get; set; } }

        public class Handlers
        {
            {{handler}}
        }
        """;
}
