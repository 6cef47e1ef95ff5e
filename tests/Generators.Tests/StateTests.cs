using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Tests;

/// <summary>Which types can be kept as state, and whose mappers they are read and written by.</summary>
public sealed class StateTests
{
    private const string Totals = """
        namespace Shop.Domain;

        public record Totals(int Count = 0) { public Dictionary<string, decimal> Sums { get; init; } = []; }
        """;

    private const string Order = """
        [StreamEntity] public class Order { public string Id { get; set; } = ""; }
        """;

    private const string Handlers = Order + """
        public static class Windows
        {
            [OnWindow] public static void On(IReadOnlyList<Change<Order>> changes, Window<Shop.Domain.Totals> window) { }
        }
        """;

    [Theory]
    [InlineData("Pair<Pair<int>>")]
    [InlineData("Outer.Inner")]
    [InlineData("Shape")]
    [InlineData("IShape")]
    [InlineData("Positional")]
    [InlineData("Hidden")]
    [InlineData("Order")]
    [InlineData("Tree")]
    public void State_of_every_kind_that_an_entity_can_be_of(string state) => GeneratorHarness.Run(
        Order + $$"""
        public class Pair<T> { public T? One { get; set; } public List<T> More { get; set; } = []; }
        public class Outer { internal class Inner { public int Count { get; private set; } } }
        [StreamDerivedType("c", typeof(Circle))] public abstract class Shape;
        [StreamDerivedType("c", typeof(Circle))] public interface IShape;
        public class Circle : Shape, IShape { public int Radius { get; set; } }
        public sealed record Positional(int Count, DateTimeOffset? Last, TimeSpan Wait = default);
        internal sealed class Hidden { public required string Text { get; init; } }
        public class Tree { public List<Tree> Children { get; set; } = []; public string? Name { get; set; } }

        public class Windows
        {
            [OnWindow] internal void On(IReadOnlyList<Change<Order>> changes, Window<{{state}}> window) { }
        }

        [Handler(PerShard = true)]
        internal class Buffer : IShardState<{{state}}>
        {
            {{state}}? IShardState<{{state}}>.State { get; set; }
            [OnInsert] public void On(Order order) { }
        }
        """).Compiles();

    [Fact]
    public void A_mapper_that_the_states_assembly_announces_is_used()
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Shop.Domain",
            Totals,
            """
            [StreamEntity] public class Item { public string Id { get; set; } = ""; }

            public static class Audit
            {
                [OnWindow] public static void On(IReadOnlyList<Change<Item>> items, Window<Shop.Domain.Totals> window) { }
            }
            """)).Compiles();
        var run = Run(domain.ToReference());

        Assert.Contains(
            "call.CreateWindow<global::Shop.Domain.Totals>(global::Shop.Domain.TotalsImage.Read)",
            run.File("Windows.Dispatcher.g.cs"),
            StringComparison.Ordinal);
        Assert.DoesNotContain(run.Result.GeneratedSources, static s => s.HintName.Contains("Totals", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_of_another_assembly_has_a_mapper_of_our_own()
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", Totals).WithoutRuntime());
        var run = Run(domain.ToReference());

        Assert.Contains(
            "global::DynamoHandlers.Generated._Shop_Mails.Shop_Domain.TotalsImage.Write(state)",
            run.File("Windows.Dispatcher.g.cs"),
            StringComparison.Ordinal);
        Assert.Contains(run.Result.GeneratedSources, static s => s.HintName == "Shop.Domain.Totals.Mapper.g.cs");
    }

    private static GeneratorRun Run(MetadataReference domain) =>
        GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Mails", Handlers).AddReferences(domain)).Compiles();
}
