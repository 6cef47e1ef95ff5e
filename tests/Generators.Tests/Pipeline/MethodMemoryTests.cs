using DynamoHandlers.Generators.Parsing;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Pipeline;

public sealed class MethodMemoryTests
{
    private const string Source = """
        namespace Shop;

        public static class Names { public const string Table = "Orders"; public static int Uses => 1; }

        [StreamEntity(Table = Names.Table)]
        public class Order : Base
        {
            public string Id { get; set; } = "";
            public Size Size { get; set; }
            public Order(int count = 1) { Count = count; }
            public int Count { get; init; }
            [StreamAttribute("n")] public string? Note { get => field; set => field = value; }
        }

        public class Base { public int Inherited { get; set; } }

        public enum Size { Small, Large }

        public class Handlers
        {
            [OnModify(nameof(Order.Size), When = nameof(P))] public void On(Order before, Order after) { }
            [OnRemove<Order>] public void Gone(Order last) { }
            public static bool P(Order after) { return true; }
        }
        """;

    [Theory]
    [InlineData("after) { }", "after) { Console.WriteLine(); }")]
    [InlineData("return true;", "return false;")]
    [InlineData("=> 1;", "=> 2;")]
    [InlineData("set => field = value", "set => field = value + value")]
    [InlineData("namespace Shop;", "// above\n\nnamespace Shop;")]
    public void It_lasts_while_no_declaration_changes(string before, string after)
    {
        var (one, other) = Edit(before, after, "Lasting");

        Assert.Same(MethodMemory.Of(one), MethodMemory.Of(other));
    }

    [Theory]
    [InlineData("\"Orders\"", "\"Others\"")]
    [InlineData("string Id", "int Id")]
    [InlineData("{ Small, Large }", "{ Small = 1, Large }")]
    [InlineData("get => field; set => field = value;", "get => Id; set => Id = value;")]
    [InlineData("{ Count = count; }", "{\n#nullable disable\nCount = count; }")]
    [InlineData("string? Note", "string Note")]
    [InlineData("namespace Shop;", "#nullable disable\nnamespace Shop;")]
    [InlineData("namespace Shop;", "namespace Store;")]
    [InlineData("int Count { get; init; }", "int Count { get; set; }")]
    [InlineData("int Count { get; init; }", "int Count { get; protected init; }")]
    [InlineData("count = 1", "count = 2")]
    [InlineData("int Inherited", "long Inherited")]
    [InlineData(": Base", "")]
    [InlineData("(\"n\")", "(\"m\")")]
    [InlineData("[StreamAttribute(\"n\")]", "")]
    [InlineData("nameof(Order.Size)", "nameof(Order.Id)")]
    [InlineData(", When = nameof(P)", "")]
    [InlineData("public static bool P", "private static bool P")]
    [InlineData("void Gone", "Task Gone")]
    [InlineData("void Gone(Order last) { }", "Task Gone(Order last) => null!;")]
    [InlineData("OnRemove<Order>", "OnInsert<Order>")]
    [InlineData("enum Size { Small, Large }", "class Size;")]
    public void It_ends_with_a_change_that_generated_code_may_depend_on(string before, string after)
    {
        var (one, other) = Edit(before, after, "Ending");

        Assert.NotSame(MethodMemory.Of(one), MethodMemory.Of(other));
        Assert.Equal(
            GeneratorHarness.Run(other.WithAssemblyName("Fresh")).Text,
            GeneratorHarness.Run(one).RunAgain(other).Text.Replace(one.AssemblyName!, "Fresh", StringComparison.Ordinal));
    }

    [Fact]
    public void It_ends_with_other_references_options_and_files()
    {
        var one = Compile(Source, "Other");
        var memory = MethodMemory.Of(one);

        Assert.NotSame(memory, MethodMemory.Of(one.WithReferences(one.References.Skip(1))));
        Assert.NotSame(memory, MethodMemory.Of(one.WithOptions(one.Options.WithAllowUnsafe(true))));
        Assert.NotSame(memory, MethodMemory.Of(one.AddSyntaxTrees(Parse("class New;", one.SyntaxTrees[0]))));
    }

    [Fact]
    public void Diagnostics_are_not_remembered_for_their_places_move()
    {
        var run = GeneratorHarness.Run(Compile(
            Source.Replace("nameof(Order.Size)", "\"Nope\"", StringComparison.Ordinal), "Moving"));
        var tree = run.Input.SyntaxTrees[^1];
        var again = run.RunAgain(run.Input.ReplaceSyntaxTree(tree, Parse("\n" + tree, tree)));

        Assert.Same(MethodMemory.Of(run.Input), MethodMemory.Of(again.Input));
        Assert.Equal(
            Assert.Single(run.Diagnostics).Location.SourceSpan.Start + 1,
            Assert.Single(again.Diagnostics).Location.SourceSpan.Start);
    }

    // Assemblies of one name follow each other in memory, and tests run side by side: each has a name of its own.
    private static (CSharpCompilation One, CSharpCompilation Other) Edit(string before, string after, string test)
    {
        Assert.Contains(before, Source, StringComparison.Ordinal);
        var one = Compile(Source, test);
        _ = MethodMemory.Of(one);
        var tree = one.SyntaxTrees[^1];
        return (one, one.ReplaceSyntaxTree(
            tree, Parse(Source.Replace(before, after, StringComparison.Ordinal), tree)));
    }

    private static SyntaxTree Parse(string text, SyntaxTree like) =>
        CSharpSyntaxTree.ParseText(
            text,
            (CSharpParseOptions)like.Options,
            like.FilePath,
            cancellationToken: TestContext.Current.CancellationToken);

    private static CSharpCompilation Compile(string source, string assembly) =>
        GeneratorHarness.Compile(assembly, source);
}
