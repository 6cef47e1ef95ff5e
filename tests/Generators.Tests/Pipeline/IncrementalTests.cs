using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Pipeline;

public sealed class IncrementalTests
{
    private const string Order = """
        namespace Shop;

        [StreamEntity(KeyPrefix = "O#")]
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

        public class Leftovers
        {
            [OnUnmatched<Order>] public void Other(ChangeContext context) { }
            [OnChange<Order>(When = nameof(IsLarge))] public Task Large(Order order) => Task.CompletedTask;
            public static bool IsLarge(Order after) => after.Id.Length > 9;
        }
        """;

    private const int OrderFile = 1;
    private const int OthersFile = 2;
    private const int HandlersFile = 3;

    private static readonly string[] Models =
    [
        TrackingNames.Methods,
        TrackingNames.Entities,
        TrackingNames.Diffs,
        TrackingNames.Dispatchers,
        TrackingNames.Module,
    ];

    private readonly GeneratorRun _first = GeneratorHarness.Run(Order, Others, Handlers);

    [Fact]
    public void Every_kind_of_file_is_among_the_outputs() => Assert.Equal(
        [
            "DynamoHandlers.Registration.g.cs",
            "Shop.Address.Diff.g.cs",
            "Shop.Address.Mapper.g.cs",
            "Shop.Customer.Diff.g.cs",
            "Shop.Customer.Mapper.g.cs",
            "Shop.Greetings.Dispatcher.g.cs",
            "Shop.Leftovers.Dispatcher.g.cs",
            "Shop.Mails.Dispatcher.g.cs",
            "Shop.Order.Diff.g.cs",
            "Shop.Order.Mapper.g.cs",
        ],
        Emitted(_first.Compiles()));

    [Theory]
    [InlineData("class Unrelated { int _field; }")]
    [InlineData("class Unrelated { [Obsolete] void M() { } }")]
    [InlineData("public class Line { public int Count { get; set; } }")]
    public void A_file_elsewhere_leaves_every_output_alone(string text) =>
        AssertKept(_first.RunAgain(_first.Input.AddSyntaxTrees(Parse(text, "New.cs"))));

    [Fact]
    public void An_edit_elsewhere_leaves_every_output_alone()
    {
        var unrelated = Parse("class Unrelated { int M() => 1; }", "New.cs");
        var run = _first.RunAgain(_first.Input.AddSyntaxTrees(unrelated));

        AssertKept(Edit(run, HandlersFile + 1, static text => text.Replace("=> 1", "=> 2", StringComparison.Ordinal)));
        AssertKept(Edit(run, HandlersFile + 1, static text => text.Replace("M()", "N()", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(OrderFile)]
    [InlineData(OthersFile)]
    [InlineData(HandlersFile)]
    public void A_shift_of_lines_leaves_every_output_alone(int file) =>
        AssertKept(Edit(file, static text => "// a line above\n\n" + text));

    [Theory]
    [InlineData(") { }", ") { Console.WriteLine(); }")]
    [InlineData("=> Task.CompletedTask", "=> Task.Delay(1)")]
    [InlineData("=> after.Id.Length > 9", "=> after.Id.Length > 99")]
    public void An_edit_in_a_body_leaves_every_output_alone(string before, string after) =>
        AssertKept(Edit(HandlersFile, text => text.Replace(before, after, StringComparison.Ordinal)));

    [Fact]
    public void Edits_in_several_bodies_leave_every_output_alone()
    {
        var again = Edit(HandlersFile, static text => text.Replace(") { }", ") { return; }", StringComparison.Ordinal));
        again = Edit(again, OrderFile, static text => "\n" + text);
        again = Edit(again, HandlersFile, static text => text.Replace("return", ";", StringComparison.Ordinal));

        AssertKept(again);
    }

    [Fact]
    public void A_new_property_changes_the_files_of_its_entity_only()
    {
        var again = Edit(OrderFile, static text => text.Replace(
            "public Address?", "public int Size { get; set; } public Address?", StringComparison.Ordinal));

        Assert.Equal(["Shop.Order.Diff.g.cs", "Shop.Order.Mapper.g.cs"], Changed(again));
        Assert.Equal(Changed(again), Emitted(again));
    }

    [Fact]
    public void Methods_of_transactions_are_written_anew_with_their_entity_only()
    {
        var first = GeneratorHarness.Run(
            "[DynamoDBTable(\"A\")] public class A { [DynamoDBHashKey] public string Id { get; set; } = \"\"; }",
            "[DynamoDBTable(\"B\")] public class B { [DynamoDBHashKey] public string Id { get; set; } = \"\"; }",
            "public static class Writes { [OnInsert<A>] public static void On(ChangeTransaction transaction) { } }").Compiles();

        var body = Edit(first, 3, static text => text.Replace(") { }", ") { transaction.DeleteA(\"a\"); }", StringComparison.Ordinal));
        AssertKept(body);
        Assert.All(
            body.Result.TrackedSteps[TrackingNames.Transactions].SelectMany(static s => s.Outputs),
            static output => AssertKept(TrackingNames.Transactions, output.Reason));

        var property = Edit(first, 1, static text => text.Replace("{ [", "{ public int Sum { get; set; } [", StringComparison.Ordinal));
        Assert.Equal(["A.Diff.g.cs", "A.Mapper.g.cs", "A.Transaction.g.cs"], Emitted(property));
    }

    [Theory]
    [InlineData("int Sum", "long Sum", "Sums.Diff.g.cs", "Sums.Mapper.g.cs")]
    [InlineData("int Count", "long Count", "Counts.Diff.g.cs", "Counts.Mapper.g.cs")]
    [InlineData("FlushSeconds = 5", "FlushSeconds = 6", "Buffers.Dispatcher.g.cs")]
    [InlineData("IShardState<Counts>", "IShardState<Sums>", "Buffers.Dispatcher.g.cs")]
    [InlineData("Seconds = 60", "Seconds = 61", "Windows.Dispatcher.g.cs")]
    [InlineData("=> default", "=> new(Task.CompletedTask)")]
    public void What_is_said_of_state_changes_the_files_that_are_made_of_it_only(
        string before, string after, params string[] files)
    {
        var first = GeneratorHarness.Run("""
            [StreamEntity(Table = "A")] public class A { [DynamoDBHashKey] public string Id { get; set; } = ""; }
            public class Sums { public int Sum { get; set; } }
            public class Counts { public int Count { get; set; } }

            public class Windows
            {
                [OnWindow(Seconds = 60)] public ValueTask On(IReadOnlyList<Change<A>> changes, Window<Sums> window) => default;
                [OnWindow] public void And(IReadOnlyList<Change<A>> changes, Window<Counts> window) { }
            }

            [Handler(PerShard = true, FlushSeconds = 5)]
            public class Buffers : IShardBuffer, IShardState<Counts>
            {
                Counts? IShardState<Counts>.State { get; set; }
                [OnInsert] public void On(A a) { }
                public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop) => default;
            }
            """).Compiles();

        Assert.Equal(files, Emitted(Edit(first, 1, text => text.Replace(before, after, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_new_property_of_a_nested_type_changes_the_files_of_that_type_only()
    {
        var again = Edit(OthersFile, static text => text.Replace(
            "public string City", "public int Zip { get; set; } public string City", StringComparison.Ordinal));

        Assert.Equal(["Shop.Address.Diff.g.cs", "Shop.Address.Mapper.g.cs"], Changed(again));
        Assert.Equal(Changed(again), Emitted(again));
    }

    [Fact]
    public void A_new_name_of_a_handler_changes_the_dispatcher_of_its_class_only()
    {
        var again = Edit(HandlersFile, static text => text.Replace("Placed", "Received", StringComparison.Ordinal));

        Assert.Equal(["Shop.Mails.Dispatcher.g.cs"], Changed(again));
        Assert.Equal(Changed(again), Emitted(again));
    }

    [Fact]
    public void A_new_name_of_a_class_changes_its_dispatcher_and_the_registration_only()
    {
        var again = Edit(HandlersFile, static text => text.Replace("class Mails", "class Letters", StringComparison.Ordinal));

        Assert.Equal(["DynamoHandlers.Registration.g.cs", "Shop.Letters.Dispatcher.g.cs"], Changed(again));
        Assert.Equal(Changed(again), Emitted(again));
    }

    [Fact]
    public void A_new_handler_changes_the_dispatcher_of_its_class_only()
    {
        var again = Edit(HandlersFile, static text => text.Replace(
            "public class Greetings\n{",
            "public class Greetings\n{ [OnRemove<Customer>] public void Bye(Customer last) { }",
            StringComparison.Ordinal));

        Assert.Equal(["Shop.Greetings.Dispatcher.g.cs"], Changed(again));
        Assert.Equal(Changed(again), Emitted(again));
    }

    [Fact]
    public void A_shift_of_lines_moves_the_diagnostics_and_nothing_else()
    {
        var handlers = Handlers.Replace("nameof(Order.Id)", "\"Nope\"", StringComparison.Ordinal);
        var first = GeneratorHarness.Run(Order, Others, handlers);
        var again = Edit(first, HandlersFile, static text => "\n\n" + text);

        AssertKept(again);
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

    // Neither made nor emitted again: every file, and every model of one.
    private static void AssertKept(GeneratorRun again)
    {
        Assert.NotEmpty(SourceReasons(again));
        Assert.All(SourceReasons(again), static output => AssertKept("A file", output.Reason));
        foreach (var step in Models)
        {
            var outputs = again.Result.TrackedSteps[step].SelectMany(static s => s.Outputs).ToList();
            Assert.NotEmpty(outputs);
            Assert.All(outputs, output => AssertKept(step, output.Reason));
        }
    }

    private static void AssertKept(string what, IncrementalStepRunReason reason) => Assert.True(
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{what} was {reason}.");

    private IEnumerable<string> Changed(GeneratorRun again) => again.Result.GeneratedSources
        .Where(source => _first.Result.GeneratedSources
            .All(before => before.HintName != source.HintName || before.SourceText != source.SourceText))
        .Select(static source => source.HintName)
        .Order(StringComparer.Ordinal);

    // What was written anew, whether or not the text came out the same.
    private static IEnumerable<string> Emitted(GeneratorRun again) => SourceReasons(again)
        .Where(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
        .SelectMany(static output => ((IEnumerable)((ITuple)output.Value)[0]!).Cast<object>())
        .Select(static source => (string)source.GetType()
            .GetProperty("HintName", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!
            .GetValue(source)!)
        .Order(StringComparer.Ordinal);
}
