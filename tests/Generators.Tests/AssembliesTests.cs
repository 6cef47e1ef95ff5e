using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests;

public sealed class AssembliesTests
{
    private const string Domain = """
        namespace Shop.Domain;

        [StreamEntity]
        public class Order
        {
            public string Id { get; private init; } = "";
            public string Display => Id;
            public List<Line> Lines { get; set; } = [];
        }

        public record Line(string Sku, int Quantity = 1);
        """;

    private const string DomainHandlers = """
        namespace Shop.Domain;
        public static class Audit { [OnChange<Order>] public static void On(Order order) { } }
        """;

    private const string Handlers = """
        using Shop.Domain;
        namespace Shop.Mails;
        public class Mails { [OnInsert, OnModify(nameof(Order.Lines))] public void Placed(Order order) { } }
        """;

    [Fact]
    public void A_mapper_that_the_entitys_assembly_announces_is_used_by_others()
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", Domain, DomainHandlers)).Compiles();
        var mails = GeneratorHarness.Run(Referencing("Shop.Mails", domain.ToReference(), Handlers)).Compiles();

        Assert.Equal(
            ["DynamoHandlers.Registration.g.cs", "Shop.Mails.Mails.Dispatcher.g.cs"],
            mails.Result.GeneratedSources.Select(static s => s.HintName).Order());
        Assert.Contains(
            "global::Shop.Domain.OrderImage.Read(call.NewImage)",
            mails.File("Shop.Mails.Mails.Dispatcher.g.cs"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_that_handle_one_foreign_entity_each_have_a_mapper_of_their_own()
    {
        var domain = DomainWithoutRuntime();
        var handlers = Handlers.Replace("private init", "init", StringComparison.Ordinal);
        var mails = GeneratorHarness.Run(Referencing("Shop.Mails", domain, handlers)).Compiles();
        var app = GeneratorHarness.Run(Referencing(
            "Shop.App",
            domain,
            """
            using Shop.Domain;
            public static class App
            {
                [OnRemove] public static void Gone(Order order) { }
                public static IDynamoHandlersBuilder Start(IDynamoHandlersBuilder builder) =>
                    builder.AddShopMailsHandlers().AddShopAppHandlers();
            }
            """).AddReferences(mails.ToReference())).Compiles();

        Assert.Contains(
            "namespace DynamoHandlers.Generated._Shop_Mails.Shop_Domain;",
            mails.File("Shop.Domain.Order.Mapper.g.cs"),
            StringComparison.Ordinal);
        Assert.Contains(
            "global::DynamoHandlers.Generated._Shop_App.Shop_Domain.OrderImage.Read(call.OldImage)",
            app.File("App.Dispatcher.g.cs"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_setter_of_a_foreign_entity_is_not_passed_over_in_silence()
    {
        var source = Domain.Replace("private init", "private set", StringComparison.Ordinal);
        var domain = Emit(GeneratorHarness.Compile("Shop.Domain", source).WithoutRuntime());
        var run = GeneratorHarness.Run(Referencing("Shop.Mails", domain, Handlers));

        Assert.Equal("DH0022", Assert.Single(run.Diagnostics.Select(static d => d.Id).Distinct()));
        Assert.All(
            run.Diagnostics,
            static d => Assert.Contains("'Shop.Domain.Order.Id'", d.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void An_internal_mapper_is_used_only_where_it_is_visible()
    {
        var source = $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Tests\")]\n{InternalDomain}";
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", source)).Compiles();
        var tests = GeneratorHarness.Run(Referencing(
            "Shop.Tests",
            domain.ToReference(),
            "static class T { [OnInsert<Hidden>] internal static void On(Hidden hidden) { } }")).Compiles();

        Assert.Contains("global::HiddenImage.Read", tests.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_runtime_nothing_is_generated()
    {
        var run = GeneratorHarness.Run(GeneratorHarness.Compile(
            "Shop.Domain",
            """
            [StreamEntity] public class Order;
            public class Handlers { [OnInsert<Order>] private void On(Order order) { } }
            """).WithoutRuntime());

        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Result.GeneratedSources);
    }

    private const string InternalDomain = """
        [StreamEntity] internal class Hidden { public string Id { get; set; } = ""; }
        static class Handlers { [OnInsert<Hidden>] internal static void On(Hidden hidden) { } }
        """;

    private static MetadataReference DomainWithoutRuntime() => Emit(GeneratorHarness.Compile(
        "Shop.Domain", Domain.Replace("private init", "init", StringComparison.Ordinal)).WithoutRuntime());

    private static CSharpCompilation Referencing(
        string assembly, MetadataReference reference, string source) =>
        GeneratorHarness.Compile(assembly, source).AddReferences(reference);

    private static MetadataReference Emit(CSharpCompilation compilation) =>
        GeneratorHarness.Run(compilation).ToReference();
}
