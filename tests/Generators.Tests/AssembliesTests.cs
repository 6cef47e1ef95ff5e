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
    public void Foreign_entities_can_be_written_in_transactions_by_several_assemblies()
    {
        var domain = Emit(GeneratorHarness.Compile("Shop.Domain", """
            namespace Shop.Domain;

            [DynamoDBTable("Totals")]
            public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Sum { get; set; } public Detail Detail { get; set; } }
            public struct Detail { public int Part { get; set; } }

            [DynamoDBTable("Keyless")] public class Keyless { public string Id { get; set; } = ""; }
            [DynamoDBTable("Hidden")] internal class Hidden { [DynamoDBHashKey] public string Id { get; set; } = ""; }
            """).WithoutRuntime());
        const string Handlers = """
            public static class Handlers
            {
                [OnUnmatched("T")]
                public static void On(ChangeTransaction transaction)
                {
                    transaction.Put(new Shop.Domain.Total()).IfAbsent();
                    transaction.UpdateTotal("a").AddSum(1).SetDetail(default).IfExists();
                }
            }
            """;
        var one = GeneratorHarness.Run(Referencing("Shop.One", domain, Handlers)).Compiles();
        var two = GeneratorHarness.Run(Referencing(
            "Shop.Two",
            domain,
            """
            namespace Own { [DynamoDBTable("Own")] public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Own { get; set; } } }

            public static class Mine
            {
                [OnUnmatched("T")]
                public static void On(ChangeTransaction transaction)
                {
                    transaction.UpdateTotal("a").AddOwn(1);
                    transaction.UpdateShop_Domain_Total("a").AddSum(1);
                }
            }
            """).AddReferences(one.ToReference())).Compiles();

        Assert.Contains("internal static class Shop_Domain_TotalTransactionExtensions", one.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Keyless", one.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden", one.Text, StringComparison.Ordinal);
        Assert.Contains("DynamoHandlers.Generated._Shop_Two.Shop_Domain", two.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_whose_assembly_has_a_mapper_is_put_by_that()
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", """
            namespace Shop.Domain;

            [DynamoDBTable("Totals")]
            public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Sum { get; set; } public Detail Detail { get; set; } }
            public struct Detail { public int Part { get; set; } }
            public static class Handlers { [OnInsert<Total>] public static void On(Total total) { } }
            """)).Compiles();
        var app = GeneratorHarness.Run(Referencing("Shop.App", domain.ToReference(), """
            public static class App
            {
                [OnUnmatched("T")]
                public static void On(ChangeTransaction transaction)
                {
                    transaction.Put(new Shop.Domain.Total());
                    transaction.UpdateTotal("a").AddSum(1).SetDetail(default);
                }
            }
            """)).Compiles();

        Assert.Equal(
            ["App.Dispatcher.g.cs", "DynamoHandlers.Registration.g.cs", "Shop.Domain.Total.Transaction.g.cs"],
            app.Result.GeneratedSources.Select(static s => s.HintName).Order(StringComparer.Ordinal));
        Assert.Contains("global::Shop.Domain.TotalImage.ToItem(item)", app.Text, StringComparison.Ordinal);
        Assert.Contains("global::Shop.Domain.DetailImage.Write(writer, value)", app.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_with_methods_for_its_entities_has_them_for_others_too()
    {
        var domain = GeneratorHarness.Run(GeneratorHarness.Compile("Shop.Domain", """
            namespace Shop.Domain;

            [DynamoDBTable("Totals")] public class Total { [DynamoDBHashKey] public string Id { get; set; } = ""; public int Sum { get; set; } }
            public static class Handlers { [OnUnmatched("T")] public static void On(ChangeTransaction transaction) { } }
            """)).Compiles();
        GeneratorHarness.Run(Referencing("Shop.App", domain.ToReference(), """
            public static class App { [OnUnmatched("T")] public static void On(ChangeTransaction t) => t.UpdateTotal("a").AddSum(1); }
            """)).Compiles();
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

    [Fact]
    public void An_entity_of_an_assembly_that_knows_nothing_of_DynamoHandlers_is_handled_by_another()
    {
        var domain = Emit(GeneratorHarness.Compile("Shop.Domain", SdkDomain).WithoutDynamoHandlers());
        var mails = GeneratorHarness.Run(Referencing(
            "Shop.Mails",
            domain,
            """
            using Shop.Domain;
            namespace Shop.Mails;
            public class Mails
            {
                [OnInsert] public void Placed(Order order) { }
                [OnModify(nameof(Order.Total))] public void Changed(Change<Order> change) { }
            }
            """)).Compiles();

        var mapper = mails.File("Shop.Domain.Order.Mapper.g.cs");
        Assert.Contains("reader.IsNamed(\"pk\"u8)", mapper, StringComparison.Ordinal);
        Assert.Contains("reader.ReadEpochDateTime()", mapper, StringComparison.Ordinal);
        Assert.Contains("SetId(entity, ", mapper, StringComparison.Ordinal);
        Assert.Contains("new global::Shop.Domain.MoneyConverter()", mapper, StringComparison.Ordinal);
        Assert.Contains("global::DynamoHandlers.Generated._Shop_Mails.Shop_Domain.ShipImage.Read(ref shipReader)", mapper, StringComparison.Ordinal);
        Assert.Contains(
            "discriminator.IsText(\"fast\"u8)", mails.File("Shop.Domain.Ship.Mapper.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ZipCode")]
    [InlineData("[assembly: DynamoHandlers.StreamMapping(NamingPolicy = DynamoHandlers.NamingPolicy.CamelCase)]", "zipCode")]
    public void Settings_of_the_entitys_assembly_go_before_those_of_the_handlers_assembly(string own, string name)
    {
        var source = $"{own} namespace Shop.Domain; [StreamEntity] public class Order {{ public int ZipCode {{ get; set; }} }}";
        var domain = Emit(GeneratorHarness.Compile("Shop.Domain", source).WithoutRuntime());
        var alone = GeneratorHarness.Run(Referencing("Shop.Mails", domain, SettingsHandlers)).Compiles();
        var snake = GeneratorHarness.Run(Referencing(
            "Shop.Mails",
            domain,
            "[assembly: StreamMapping(NamingPolicy = NamingPolicy.SnakeCase)]" + SettingsHandlers)).Compiles();

        Assert.Contains($"reader.IsNamed(\"{name}\"u8)", alone.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"reader.IsNamed(\"{(own.Length == 0 ? "zip_code" : name)}\"u8)", snake.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_converter_of_the_handlers_assembly_serves_foreign_entities()
    {
        var domain = Emit(GeneratorHarness.Compile(
            "Shop.Domain",
            "namespace Shop.Domain; [StreamEntity] public class Order { public Action? Odd { get; set; } }").WithoutRuntime());
        var run = GeneratorHarness.Run(Referencing(
            "Shop.Mails",
            domain,
            """
            [assembly: StreamConverter(typeof(Shop.Mails.ActionConverter))]
            namespace Shop.Mails
            {
                public class ActionConverter : IStreamConverter<Action>
                {
                    public Action Read(ref DynamoHandlers.Images.ImageReader reader) => throw new NotSupportedException();
                    public void Write(DynamoHandlers.Images.ImageWriter writer, Action value) { }
                }
            }

            """ + SettingsHandlers)).Compiles();

        Assert.Contains("ActionConverter.Read(ref reader)", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_derived_type_that_is_not_accessible_is_reported()
    {
        var domain = Emit(GeneratorHarness.Compile(
            "Shop.Domain",
            """
            namespace Shop.Domain;
            [StreamEntity, StreamDerivedType("a", typeof(Hidden)), StreamDerivedType("b", typeof(Open))] public class Order;
            internal class Hidden : Order;
            public class Open : Order;
            """).WithoutRuntime());
        var run = GeneratorHarness.Run(Referencing("Shop.Mails", domain, SettingsHandlers));

        Assert.Contains("cannot be accessed", Assert.Single(run.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    private const string SettingsHandlers = """
        namespace Shop.Mails { public class Mails { [OnInsert] public void Placed(Shop.Domain.Order order) { } } }
        """;

    private const string SdkDomain = """
        using System;
        using Amazon.DynamoDBv2.DataModel;
        using Amazon.DynamoDBv2.DocumentModel;

        namespace Shop.Domain;

        [DynamoDBTable("Orders")]
        public class Order
        {
            [DynamoDBHashKey("pk")] public string Id { get; init; } = "";
            [DynamoDBVersion] public int? Version { get; set; }
            [DynamoDBProperty(typeof(MoneyConverter))] public decimal Total { get; set; }
            [DynamoDBProperty(StoreAsEpoch = true)] public DateTime Expires { get; set; }
            [DynamoDBFlatten] public Ship Ship { get; set; } = new();
        }

        [DynamoDBPolymorphicType("fast", typeof(FastShip))]
        public class Ship { public string Carrier { get; set; } = ""; }

        public class FastShip : Ship { public int Hours { get; set; } }

        public class MoneyConverter : IPropertyConverter
        {
            public DynamoDBEntry ToEntry(object value) => new Primitive(value.ToString(), true);
            public object FromEntry(DynamoDBEntry entry) => entry.AsDecimal();
        }
        """;

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
