using System.Globalization;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class DiffBaselineTests
{
    private const string Order = """
        namespace Shop;

        public enum OrderStatus { New, Paid }

        [StreamEntity]
        public sealed record Order
        {
            public required string Id { get; init; }
            public OrderStatus Status { get; init; }
            public string? Note { get; init; }
            public byte[] Hash { get; init; } = [];
        }

        public static class Handlers
        {
            [OnModify<Order>]
            public static void On(Change<Order> change)
            {
                if (DIFF.Status is (OrderStatus.New, OrderStatus.Paid) && DIFF.HasAny(OrderFields.Note | OrderFields.Hash))
                {
                    Console.WriteLine(DIFF.Note.New ?? "none");
                }
            }
        }
        """;

    [Fact]
    public void An_entity_of_scalars_has_a_property_change_for_each() =>
        Baseline.VerifyDiffs(GeneratorHarness.Run(Order.Replace("DIFF", "change.Diff", StringComparison.Ordinal)));

    [Fact]
    public void Before_CSharp_14_the_diff_is_a_method() => Baseline.VerifyDiffs(GeneratorHarness.Run(
        GeneratorHarness.Compile(
            "Acme.Orders", LanguageVersion.CSharp12, Order.Replace("DIFF", "change.Diff()", StringComparison.Ordinal))));

    [Fact]
    public void Every_version_has_GetDiff()
    {
        var source = Order.Replace("DIFF", "change.GetDiff()", StringComparison.Ordinal);

        GeneratorHarness.Run(source).Compiles();
        GeneratorHarness.Run(GeneratorHarness.Compile("Acme.Orders", LanguageVersion.CSharp12, source)).Compiles();
    }

    [Fact]
    public void Nested_objects_and_collections_have_diffs_of_their_own() => Baseline.VerifyDiffs(GeneratorHarness.Run(
        """
        namespace Shop;

        [StreamEntity]
        public class Order
        {
            public Address? Address { get; set; }
            public Point Where { get; set; }
            public Point? Before { get; set; }
            public List<Line> Lines { get; set; } = [];
            [DiffKey(nameof(Line.Sku))] public Line[]? ByKey { get; set; }
            public List<Line?> Holes { get; set; } = [];
            public List<string?> Notes { get; set; } = [];
            public HashSet<Guid> Ids { get; set; } = [];
            public Dictionary<string, int> Counts { get; set; } = [];
            public Dictionary<string, Line> ByName { get; set; } = [];
            public Dictionary<string, Line?> Maybe { get; set; } = [];
            public List<List<Line>> Deep { get; set; } = [];
            public Order? Parent { get; set; }

            public sealed record Line(string Sku, int Quantity = 1);
        }

        public class Address { public string City { get; set; } = ""; }
        public struct Point { public int X; public int Y { get; init; } }

        public static class Handlers
        {
            [OnModify<Order>]
            public static int On(Change<Order> change)
            {
                var diff = change.Diff;
                string? city = diff.Parent.Parent.Address.City.New;
                int? x = diff.Where.X.Old;
                foreach (var line in diff.Lines.Added) { city += line.Sku; }
                foreach (var line in diff.ByKey.Modified) { x += line.Diff.Quantity.New + line.NewIndex; }
                foreach (var (name, count) in diff.Counts.Removed) { x += count + name.Length; }
                foreach (var (name, old, @new, line) in diff.ByName.Modified) { city += line.Sku.Old + old.Sku + @new.Sku + name; }
                return x ?? 0;
            }
        }
        """.Replace("public static int On", "public static void On", StringComparison.Ordinal)
            .Replace("return x ?? 0;", "", StringComparison.Ordinal)));

    [Fact]
    public void More_than_64_members_have_flags_that_are_used_alike() => Baseline.VerifyDiffs(GeneratorHarness.Run(
        $$"""
        [StreamEntity]
        internal class Wide
        {
        {{Members(66)}}
        }

        internal static class Handlers
        {
            [OnModify<Wide>]
            public static void On(Change<Wide> change)
            {
                if (change.Diff.HasAny(WideFields.P00 | WideFields.P65)
                    && change.Diff.Changed != WideFields.None
                    && (change.Diff.RawChanged & ~WideFields.All) == WideFields.None
                    && !change.Diff.Changed.HasFlag(WideFields.P01))
                {
                    Console.WriteLine($"{change.Diff.Changed} {change.Diff.P65.New}");
                }
            }
        }
        """));

    [Fact]
    public void Sixty_four_members_still_have_an_enum()
    {
        var run = GeneratorHarness.Run($$"""
            [StreamEntity]
            public class Wide
            {
            {{Members(64)}}
            }

            public static class Handlers { [OnModify<Wide>] public static void On(Change<Wide> change) { } }
            """).Compiles();

        Assert.Contains("P63 = 1UL << 63,", run.File("Wide.Diff.g.cs"), StringComparison.Ordinal);
        Assert.Contains("All = 0xFFFFFFFFFFFFFFFFUL,", run.File("Wide.Diff.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_is_named_like_a_part_of_the_diff_is_called_property() => Baseline.VerifyDiffs(
        GeneratorHarness.Run("""
            [StreamEntity]
            public class Thing
            {
                public string Changed { get; set; } = "";
                public int Old { get; set; }
                public int OldProperty { get; set; }
                public int None { get; set; }
                public int All { get; set; }
                public int ThingDiff { get; set; }
                public int ThingFields { get; set; }
                public int @class { get; set; }
                public int _source;
                public int Finalize { get; set; }
                public int System { get; set; }
            }

            public static class Handlers { [OnModify<Thing>] public static void On(Change<Thing> change) { } }
            """));

    [Fact]
    public void Members_that_ordinary_code_may_not_read_are_read_by_accessors() => Baseline.VerifyDiffs(
        GeneratorHarness.Run("""
            namespace Shop;

            public abstract class Base { public string Note { private get; set; } = ""; }

            [StreamEntity]
            public class Thing : Base
            {
                [Obsolete("Gone.", error: true)] public int Road { get; set; }
                public int GetNote { get; set; }
            }

            [StreamEntity]
            public struct Box { public int Width { private get; set; } }

            public static class Handlers
            {
                [OnModify<Thing>] public static void On(Change<Thing> change) { }
                [OnModify<Box>] public static void On(Change<Box> change) { }
            }
            """));

    [Fact]
    public void An_entity_without_members_has_a_diff_that_is_empty() => GeneratorHarness.Run("""
        [StreamEntity] public class Nothing;
        public static class Handlers
        {
            [OnModify<Nothing>] public static void On(Change<Nothing> change) => Console.WriteLine(change.Diff.UnmappedChanged);
        }
        """).Compiles();

    [Theory]
    [InlineData("OrderDiff diff")]
    [InlineData("in OrderDiff diff")]
    [InlineData("OrderDiff? diff")]
    [InlineData("Shop.OrderDiff diff")]
    [InlineData("global::Shop.OrderDiff diff")]
    public void A_handler_takes_the_diff_in_every_spelling(string parameter)
    {
        var run = GeneratorHarness.Run($$"""
            namespace Shop;

            [StreamEntity] public class Order { public string Id { get; set; } = ""; }

            public class Handlers
            {
                [OnInsert, OnModify, OnRemove, OnChange]
                public void On({{parameter}}, Order order, CancellationToken stop) { }

                [OnModify(nameof(Order.Id), When = nameof(Matters))]
                public void Other({{parameter}}, Change<Order> change) { }

                internal static bool Matters({{parameter}}, Order order) => true;
            }
            """).Compiles();

        var dispatcher = run.File("Shop.Handlers.Dispatcher.g.cs");
        Assert.Contains(
            "var diff = change.ComputeDiff<global::Shop.OrderDiff>(global::Shop.OrderImage.Shape);",
            dispatcher,
            StringComparison.Ordinal);
        Assert.Contains("handler.On(diff, order, call.Stop);", dispatcher, StringComparison.Ordinal);
        Assert.Contains("Handlers.Matters(diff, after)", dispatcher, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_stands_for_others_is_compared_as_a_whole() => Baseline.VerifyDiffs(GeneratorHarness.Run("""
        [StreamEntity]
        [StreamDerivedType("dog", typeof(Dog))]
        public class Animal { public string Name { get; set; } = ""; }
        public class Dog : Animal { public int Tricks { get; set; } }
        [StreamDerivedType("square", typeof(Square))] public interface IShape;
        public struct Square : IShape { public int Side { get; set; } }

        [StreamEntity]
        public class Farm
        {
            public Animal? Guard { get; set; }
            public List<Animal> Animals { get; set; } = [];
            public IShape? Shape { get; set; }
            [DynamoDBProperty] internal Secret Secret { get; set; } = new();
        }

        internal class Secret { public int Value { get; set; } }

        public static class Handlers
        {
            [OnModify<Animal>] public static void On(Change<Animal> change) => Console.WriteLine(change.Changed(static o => o));
            [OnModify<Farm>] public static void On(FarmDiff diff) => Console.WriteLine(diff.Guard.New is Dog);
        }
        """));

    private static string Members(int count) => string.Join('\n', Enumerable.Range(0, count).Select(
        static i => $"    public int P{i.ToString("D2", CultureInfo.InvariantCulture)} {{ get; set; }}"));
}
