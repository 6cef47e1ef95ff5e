using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class ShardClassDiagnosticsTests
{
    private const string Flush = "public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop) => default;";

    [Theory]
    [InlineData("[Handler(PerShard = true, [|DH0042:Lifetime = ServiceLifetime.Scoped|])] public class Handlers", "leave out Lifetime")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushSeconds = 5|])] public class Handlers", "for classes that implement IShardBuffer")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushCount = 5|])] public class Handlers : IShardHandler", "for classes that implement IShardBuffer")]
    [InlineData("[Handler([|DH0042:FlushCount = 5|])] public class Handlers", "for classes that implement IShardBuffer")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushSeconds = 0|])] public class Handlers : IShardBuffer", "FlushSeconds is 0, but must be from 1 to 3600")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushSeconds = 3601|])] public class Handlers : IShardBuffer", "FlushSeconds is 3601")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushCount = 0|])] public class Handlers : IShardBuffer", "FlushCount is 0, but must be from 1 to 100000")]
    [InlineData("[Handler(PerShard = true, [|DH0042:FlushCount = 100001|])] public class Handlers : IShardBuffer", "FlushCount is 100001")]
    [InlineData("public class [|DH0042:Handlers|] : IShardHandler", "implements IShardHandler, which nothing calls")]
    [InlineData("public class [|DH0042:Handlers|] : IShardBuffer", "implements IShardBuffer, which nothing calls")]
    [InlineData("[Handler] public class [|DH0042:Handlers|] : IShardHandler", "write [Handler(PerShard = true)]")]
    [InlineData("[Handler(PerShard = false)] public class [|DH0042:Handlers|] : Base", "implements IShardBuffer, which nothing calls")]
    [InlineData("public class [|DH0042:Handlers|] : IMine", "implements IShardBuffer, which nothing calls")]
    public void A_class_that_contradicts_itself(string heading, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(WithHeading(heading))), StringComparison.Ordinal);

    [Fact]
    public void A_buffer_that_does_not_say_how_its_instances_live_is_left_out_whole() => Marked.Reports(WithHeading(
        "[Handler([|DH0042:FlushSeconds = 5|], [|DH0042:FlushCount = 5|])] public class [|DH0042:Handlers|] : IShardBuffer"));

    [Fact]
    public void State_of_two_types() => Assert.Contains(
        "for 'State' and 'Other'; keep one",
        Assert.Single(Marked.Reports(WithHeading(
            "[Handler(PerShard = true)] public class [|DH0042:Handlers|] : IShardState<State>, IShardState<Other>",
            "State? IShardState<State>.State { get; set; } Other? IShardState<Other>.State { get; set; }"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("List<int>", "is a collection")]
    [InlineData("Order[]", "neither a class nor a record")]
    public void State_that_cannot_be_kept(string state, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(WithHeading(
            $"[Handler(PerShard = true)] public class [|DH0041:Handlers|] : IShardState<{state}>",
            $"public {state}? State {{ get; set; }}"))),
        StringComparison.Ordinal);

    [Fact]
    public void Once_for_all_handlers_of_a_class() => Assert.Single(Marked.Reports(WithHeading(
        "[Handler(PerShard = true)] public class Handlers : IShardState<Bad>",
        "public Bad? State { get; set; } [OnRemove] public void Off(Order order) { }")
        + "public class Bad { public object? [|DH0002:Any|] { get; set; } }"));

    [Theory]
    [InlineData("[Handler(PerShard = true, FlushSeconds = 1, FlushCount = 1)] public class Handlers : IShardBuffer")]
    [InlineData("[Handler(PerShard = true, FlushSeconds = 3600, FlushCount = 100000)] public class Handlers : IMine")]
    [InlineData("[Handler(PerShard = true, FlushCount = 7)] public class Handlers : Base")]
    [InlineData("[Handler(PerShard = true)] public class Handlers : IShardHandler")]
    [InlineData("[Handler(PerShard = true)] public class Handlers")]
    [InlineData("[Handler(PerShard = false, Lifetime = ServiceLifetime.Singleton)] public class Handlers")]
    public void A_class_that_does_not(string heading) => GeneratorHarness.Run(WithHeading(heading)).Compiles();

    [Fact]
    public void What_flushes_has_the_methods_of_transactions() => Assert.Contains(
        "Order.Transaction.g.cs",
        GeneratorHarness.Run(WithHeading("[Handler(PerShard = true)] public class Handlers : Base"))
            .Result.GeneratedSources.Select(static s => s.HintName));

    [Fact]
    public void What_is_without_them_has_none() => Assert.DoesNotContain(
        "Order.Transaction.g.cs",
        GeneratorHarness.Run(WithHeading("[Handler(PerShard = true)] public class Handlers : IShardHandler", flush: ""))
            .Result.GeneratedSources.Select(static s => s.HintName));

    private static string WithHeading(string heading, string members = "", string flush = Flush) => $$"""
        using Microsoft.Extensions.DependencyInjection;

        {{heading}}
        {
            [OnInsert] public void On(Order order) { }
            {{members}}
            {{(heading.Contains(": Base", StringComparison.Ordinal) ? "" : flush)}}
        }

        [StreamEntity] public class Order { [DynamoDBHashKey] public string Id { get; set; } = ""; }

        public class State { public int Count { get; set; } }

        public class Other { public int Count { get; set; } }

        public interface IMine : IShardBuffer;

        public abstract class Base : IMine { {{Flush}} }
        """;
}
