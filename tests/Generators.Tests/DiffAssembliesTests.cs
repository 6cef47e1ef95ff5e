using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests;

public sealed class DiffAssembliesTests
{
    private const string Domain = """
        namespace Shop.Domain;

        [StreamEntity]
        public class Order
        {
            public string Id { get; set; } = "";
            public List<Line> Lines { get; set; } = [];
        }

        public record Line(string Sku, int Quantity = 1);
        """;

    private const string DomainHandlers = """
        namespace Shop.Domain;
        public static class Audit { [OnChange<Order>] public static void On(Order order) { } }
        """;

    // Without any using: neither of the entity's namespace nor of one that is generated.
    private const string Handlers = """
        public class Mails
        {
            [OnModify]
            public void Any(Change<Shop.Domain.Order> change)
            {
                if (change.Diff.Id.Changed) { Console.WriteLine(change.GetDiff().Lines.Modified[0].Diff.Sku.New); }
            }
        }
        """;

    [Fact]
    public void A_diff_that_the_entitys_assembly_announces_is_used_by_others()
    {
        var mails = GeneratorHarness.Run(Referencing("Shop.Mails", DomainWithHandlers(), Handlers)).Compiles();

        Assert.DoesNotContain(mails.Result.GeneratedSources, static s => s.HintName.EndsWith(".Diff.g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void Before_CSharp_14_the_property_of_another_assembly_is_reached_by_GetDiff() => GeneratorHarness.Run(
        GeneratorHarness.Compile(
            "Shop.Mails",
            LanguageVersion.CSharp12,
            Handlers.Replace("change.Diff.", "change.GetDiff().", StringComparison.Ordinal))
            .AddReferences(DomainWithHandlers())).Compiles();

    [Theory]
    [InlineData("OrderDiff")]
    [InlineData("in OrderDiff")]
    [InlineData("OrderDiff?")]
    [InlineData("global::Shop.Domain.OrderDiff")]
    public void A_handler_takes_the_diff_of_another_assembly(string type) => Assert.Contains(
        "var diff = change.ComputeDiff<global::Shop.Domain.OrderDiff>(global::Shop.Domain.OrderImage.Shape);",
        GeneratorHarness.Run(Referencing("Shop.Mails", DomainWithHandlers(), TakingDiff(type, "Shop.Domain"))).Compiles().Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_foreign_entity_without_a_diff_gets_one_that_needs_no_using()
    {
        var run = GeneratorHarness.Run(Referencing("Shop.Mails", DomainWithoutRuntime(), Handlers));

        Baseline.VerifyDiffs(run);
    }

    [Theory]
    [InlineData("OrderDiff")]
    [InlineData("in OrderDiff")]
    public void A_handler_takes_the_diff_of_a_foreign_entity(string type) => GeneratorHarness.Run(
        Referencing("Shop.Mails", DomainWithoutRuntime(), TakingDiff(type, "Shop.Domain"))).Compiles();

    [Theory]
    [InlineData("abstract")]
    [InlineData("")]
    public void A_type_of_another_assembly_that_stands_for_others_has_a_diff_and_is_a_whole_within_others(string modifier)
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", $$"""
            namespace Shop.Domain;

            [StreamEntity]
            [StreamDerivedType("dog", typeof(Dog))]
            public {{modifier}} class Animal { public string Name { get; set; } = ""; }
            public class Dog : Animal { public int Tricks { get; set; } }

            public static class Audit { [OnChange<Animal>] public static void On(AnimalDiff diff) { } }
            """)).Compiles().ToReference();

        var farm = GeneratorHarness.Run(Referencing("Shop.Farm", domain, """
            using Shop.Domain;

            [StreamEntity] public class Farm { public Animal? Guard { get; set; } public List<Animal> Herd { get; set; } = []; }

            public static class Handlers
            {
                [OnModify]
                public static void On(Change<Farm> change) => Console.WriteLine($"{change.Diff.Guard.New is Dog} {change.Diff.Herd.Modified[0].Old}");

                [OnModify]
                public static void On(Change<Animal> change, AnimalDiff diff) => Console.WriteLine(change.Diff.Name.New ?? diff.Name.Old);
            }
            """)).Compiles();

        Assert.Contains("PropertyChange<global::Shop.Domain.Animal> Guard", farm.Text, StringComparison.Ordinal);
        Assert.Contains("ListChange<global::Shop.Domain.Animal> Herd", farm.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("struct AnimalDiff", farm.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_with_diffs_of_one_foreign_entity_do_not_disturb_each_other()
    {
        var domain = DomainWithoutRuntime();
        var mails = GeneratorHarness.Run(Referencing("Shop.Mails", domain, Handlers)).Compiles().ToReference();
        var bills = GeneratorHarness.Run(Referencing("Shop.Bills", domain, Handlers)).Compiles().ToReference();

        GeneratorHarness.Run(Referencing(
            "Shop.App", domain, Handlers.Replace("Mails", "App", StringComparison.Ordinal)).AddReferences(mails, bills)).Compiles();
    }

    [Fact]
    public void Tests_that_see_the_internals_of_a_library_and_have_handlers_use_its_diff()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Shop.Domain",
            """
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Shop.Tests")]
            [StreamEntity] internal class Hidden { public string Id { get; set; } = ""; public List<Part> Parts { get; set; } = []; }
            internal class Part { public string Name { get; set; } = ""; }
            static class Handlers { [OnInsert<Hidden>] internal static void On(Hidden hidden) { } }
            """)).Compiles();

        GeneratorHarness.Run(Referencing(
            "Shop.Tests",
            library.ToReference(),
            """
            static class T
            {
                [OnModify<Hidden>] internal static void On(HiddenDiff diff, Change<Hidden> change) =>
                    Console.WriteLine(change.Diff.Id.New + diff.Parts.Added.Count);
            }
            """)).Compiles();
    }

    [Fact]
    public void A_nested_type_that_another_assembly_announces_keeps_its_diff()
    {
        var run = GeneratorHarness.Run(Referencing(
            "Shop.Mails",
            DomainWithHandlers(),
            """
            [StreamEntity] public class Basket { public Shop.Domain.Order? Order { get; set; } }
            public static class Baskets
            {
                [OnModify<Basket>] public static void On(BasketDiff diff) => Console.WriteLine(diff.Order.Id.New);
            }
            """)).Compiles();

        Assert.Contains("public global::Shop.Domain.OrderDiff Order =>", run.File("Basket.Diff.g.cs"), StringComparison.Ordinal);
    }

    private static string TakingDiff(string type, string @namespace) => $$"""
        using {{@namespace}};
        public static class Mails { [OnModify] public static void On(Order order, {{type}} diff) { } }
        """;

    private static MetadataReference DomainWithHandlers() => GeneratorHarness.Run(
        GeneratorHarness.Compile("Shop.Domain", Domain, DomainHandlers)).Compiles().ToReference();

    private static MetadataReference DomainWithoutRuntime() =>
        GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", Domain).WithoutRuntime()).ToReference();

    private static CSharpCompilation Referencing(string assembly, MetadataReference reference, string source) =>
        GeneratorHarness.Compile(assembly, source).AddReferences(reference);
}
