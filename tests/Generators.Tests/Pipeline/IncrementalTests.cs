using System.Collections;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Pipeline;

public sealed class IncrementalTests
{
    private const string Order = """
        namespace Shop;

        [StreamEntity]
        public class Order
        {
            public string Id { get; set; } = "";
            public Address? Address { get; set; }
        }
        """;

    private const string Others = """
        namespace Shop;

        public class Address { public string City { get; set; } = ""; }

        [StreamEntity]
        public class Customer { public string Id { get; set; } = ""; }
        """;

    private const string Handlers = """
        namespace Shop;

        public class Mails
        {
            [OnInsert<Order>] public void Placed(Order order) { }
            [OnModify<Order>(nameof(Order.Id))] public void Any(Change<Order> change) { }
        }

        public class Greetings
        {
            [OnInsert<Customer>] public void Hello(Customer customer) { }
        }
        """;

    private readonly GeneratorRun _first = GeneratorHarness.Run(Order, Others, Handlers);

    [Fact]
    public void An_edit_elsewhere_leaves_every_output_alone()
    {
        var again = _first.RunAgain(_first.Input.AddSyntaxTrees(Parse("class Unrelated { int _field; }", "New.cs")));

        Assert.All(SourceReasons(again), static output => AssertKept(output.Reason));
    }

    [Theory]
    [InlineData(1, "// a line above\n\n")]
    [InlineData(3, "// a line above\n\n")]
    public void A_shift_of_lines_leaves_every_output_alone(int file, string above)
    {
        var again = Edit(file, text => above + text);

        Assert.All(SourceReasons(again), static output => AssertKept(output.Reason));
    }

    [Fact]
    public void An_edit_in_a_handlers_body_leaves_every_output_alone()
    {
        var again = Edit(3, static text => text.Replace("{ }", "{ Console.WriteLine(); }", StringComparison.Ordinal));

        Assert.All(SourceReasons(again), static output => AssertKept(output.Reason));
    }

    [Fact]
    public void A_new_property_changes_the_mapper_and_the_diff_of_its_entity_only()
    {
        var again = Edit(1, static text => text.Replace(
            "public Address?", "public int Size { get; set; } public Address?", StringComparison.Ordinal));

        Assert.Equal(["Shop.Order.Diff.g.cs", "Shop.Order.Mapper.g.cs"], Changed(again).Order());
    }

    [Fact]
    public void A_new_handler_changes_the_dispatcher_of_its_class_only()
    {
        var again = Edit(3, static text => text.Replace(
            "public class Greetings\n{",
            "public class Greetings\n{ [OnRemove<Customer>] public void Bye(Customer last) { }",
            StringComparison.Ordinal));

        Assert.Equal(["Shop.Greetings.Dispatcher.g.cs"], Changed(again));
    }

    [Fact]
    public void A_shift_of_lines_moves_the_diagnostics_and_nothing_else()
    {
        var handlers = Handlers.Replace("nameof(Order.Id)", "\"Nope\"", StringComparison.Ordinal);
        var first = GeneratorHarness.Run(Order, Others, handlers);
        var again = Edit(first, 3, static text => "\n\n" + text);

        Assert.All(SourceReasons(again), static output => AssertKept(output.Reason));
        Assert.Equal(
            Assert.Single(first.Diagnostics).Location.GetLineSpan().StartLinePosition.Line + 2,
            Assert.Single(again.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    private GeneratorRun Edit(int file, Func<string, string> edit) => Edit(_first, file, edit);

    private static GeneratorRun Edit(GeneratorRun run, int file, Func<string, string> edit)
    {
        var tree = run.Input.SyntaxTrees[file];
        var edited = edit(tree.ToString());
        Assert.NotEqual(tree.ToString(), edited);
        return run.RunAgain(run.Input.ReplaceSyntaxTree(tree, Parse(edited, tree.FilePath)));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(
        text, new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Diagnose), path);

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> SourceReasons(GeneratorRun run) =>
        run.Result.TrackedOutputSteps["SourceOutput"]
            .SelectMany(static step => step.Outputs)
            .Where(static output => AddsSources(output.Value));

    // An output's value is what it added: a pair of sources and diagnostics.
    private static bool AddsSources(object value) =>
        ((ITuple)value)[0] is IEnumerable sources && sources.Cast<object>().Any();

    private static void AssertKept(IncrementalStepRunReason reason) =>
        Assert.True(
            reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"An output was {reason}.");

    private IEnumerable<string> Changed(GeneratorRun again) => again.Result.GeneratedSources
        .Where(source => _first.Result.GeneratedSources
            .All(before => before.HintName != source.HintName || before.SourceText != source.SourceText))
        .Select(static source => source.HintName);
}
