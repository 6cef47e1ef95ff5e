using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Tests.Diagnostics;

/// <summary>
/// The code on a diagnostic's page as a program. A page shows only what matters: its methods become handlers of one class,
/// its properties those of an order, its statements the program, and a small shop has what it does not declare itself.
/// </summary>
internal static class PageSource
{
    private const string Shop = """
        [StreamEntity(Table = "Orders")]
        public class Order : IOrder
        {
            [DynamoDBHashKey("pk")] public string Id { get; set; } = "";
            public string Name { get; set; } = "";
            public OrderStatus Status { get; set; }
            public decimal Total { get; set; }
            public List<OrderLine> Lines { get; set; } = [];
            public Payment? Payment { get; set; }
        }

        public interface IOrder { }
        public enum OrderStatus { New, Paid }
        public class OrderLine { public string Sku { get; set; } = ""; }
        public class Label(string text) { public string Text => text; }
        public class Payment { }
        public class CreditCard : Payment { }
        public class DebitCard : Payment { }

        public interface IMailer
        {
            Task SendAsync(Order order);
            Task SendAsync(string text, Order order, CancellationToken stop = default);
        }

        public class CentsConverter : IStreamConverter<decimal>
        {
            public decimal Read(ref DynamoHandlers.Images.ImageReader reader) => 0;
            public void Write(DynamoHandlers.Images.ImageWriter writer, decimal value) { }
        }
        """;

    public static CSharpCompilation Compile(string code)
    {
        // Scripts may hold types, members and statements side by side, as pages do.
        var script = CSharpSyntaxTree.ParseText(
            code.Replace("=> ...;", "=> throw null!;", StringComparison.Ordinal),
            new CSharpParseOptions(LanguageVersion.CSharp14, kind: SourceCodeKind.Script),
            cancellationToken: TestContext.Current.CancellationToken);
        var members = script.GetCompilationUnitRoot(TestContext.Current.CancellationToken).Members;
        var types = members.OfType<BaseTypeDeclarationSyntax>().ToList();
        var statements = members.OfType<GlobalStatementSyntax>().ToList();
        var compilation = GeneratorHarness.Compile("Shop", $$"""
            using Amazon.DynamoDBv2.Model;
            using Microsoft.Extensions.DependencyInjection;

            {{Join(types)}}
            {{Join(Missing(types, [.. members.OfType<PropertyDeclarationSyntax>()]))}}
            public class Handlers(IMailer mailer)
            {
                protected IMailer Mailer => mailer;
                {{Join(members.OfType<MethodDeclarationSyntax>())}}
                {{string.Concat(Entities(types).Select(static type => $"[OnInsert<{type}>] public void On(Change<{type}> change) {{ }}\n"))}}
            }

            public static class Program
            {
                public static void Main() => Add(new ServiceCollection());
                private static void Add(IServiceCollection services) { {{Join(statements)}} }
            }
            """);
        return compilation.WithOptions(compilation.Options.WithOutputKind(
            statements.Count == 0 ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication));
    }

    // The page's own types and properties go before those of the shop.
    private static IEnumerable<SyntaxNode> Missing(
        List<BaseTypeDeclarationSyntax> types, PropertyDeclarationSyntax[] properties)
    {
        var known = types.Select(static type => type.Identifier.Text).ToHashSet();
        var named = properties.Select(static property => property.Identifier.Text).ToHashSet();
        return CSharpSyntaxTree.ParseText(Shop, cancellationToken: TestContext.Current.CancellationToken)
            .GetCompilationUnitRoot(TestContext.Current.CancellationToken).Members
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(type => !known.Contains(type.Identifier.Text))
            .Select(type => type is ClassDeclarationSyntax { Identifier.Text: "Order" } order
                ? order.WithMembers(
                    [.. order.Members.Where(m => !named.Contains(((PropertyDeclarationSyntax)m).Identifier.Text)), .. properties])
                : type);
    }

    // What is wrong about an entity is reported only if there is a handler of it.
    private static IEnumerable<string> Entities(List<BaseTypeDeclarationSyntax> types)
    {
        var marked = types
            .Where(static type => type.AttributeLists.ToString().Contains("StreamEntity", StringComparison.Ordinal))
            .Select(static type => type.Identifier.Text);
        return types.Any(static type => type.Identifier.Text == "Order") ? marked : marked.Append("Order");
    }

    private static string Join(IEnumerable<SyntaxNode> nodes) =>
        string.Join('\n', nodes.Select(static node => node.ToFullString()));
}
