using System.Reflection;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Tests.Pipeline;

public sealed class ModelTests
{
    private const string Source = """
        namespace Shop;

        [DynamoDBTable("Orders")]
        public sealed record Order([property: DynamoDBHashKey] string Id, List<Line>? Lines = null)
        {
            public required Dictionary<string, Line[]> More { get; init; }
        }

        public struct Line { public int Quantity { get; set; } public Dictionary<Guid, (int A, IReadOnlyList<DayOfWeek> B)> Map { get; set; } }

        [StreamEntity, StreamDerivedType("a", typeof(Special<int>)), StreamMapping(NamingPolicy = NamingPolicy.SnakeCase)]
        public class Special
        {
            [DynamoDBHashKey] public string Key { get; set; } = "";
            [DynamoDBFlatten] public Line Line { get; set; }
            [StreamDerivedType("b", typeof(Special<string>))] public List<Special> More { get; set; } = [];
            [DynamoDBProperty(typeof(Converter))] public string Text { get; set; } = "";
        }

        public class Special<T> : Special { public T? Value { get; init; } }

        public class Converter : IPropertyConverter
        {
            public Amazon.DynamoDBv2.DocumentModel.DynamoDBEntry ToEntry(object value) => null!;
            public object FromEntry(Amazon.DynamoDBv2.DocumentModel.DynamoDBEntry entry) => null!;
        }

        public class Mails
        {
            [OnInsert<Order>(When = nameof(P))] public void Placed(Order order, ChangeContext context) { }
            [OnRemove] public void Gone(Special special, ChangeTransaction transaction) { }
            [OnModify(nameof(Order.Lines))] public Task Any(Change<Order> change, IServiceProvider services) => null!;
            [OnWindow(Seconds = 5)] public void InWindow(IReadOnlyList<Change<Order>> changes, Window<Sums> window) { }
            internal static bool P(Order order) => true;
        }

        public class Sums { public Dictionary<string, Line> Values { get; set; } = []; }

        [Handler(PerShard = true, FlushSeconds = 5, FlushCount = 6)]
        public class Buffer : IShardBuffer, IShardState<Sums>
        {
            public Sums? State { get; set; }
            [OnInsert] public void Placed(Order order) { }
            public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop) => default;
        }
        """;

    // All that have a name, but for the diagnostics, which hold locations: that is why they go their own way.
    private static readonly string[] Steps =
    [
        .. typeof(TrackingNames).GetFields()
            .Select(static f => (string)f.GetValue(null)!)
            .Except([TrackingNames.Diagnostics]),
    ];

    [Fact]
    public void Models_hold_nothing_of_the_compiler()
    {
        var run = GeneratorHarness.Run(Source).Compiles();

        foreach (var step in Steps)
        {
            var models = Models(run, step);
            Assert.NotEmpty(models);
            Assert.All(models, model => AssertFree(model, step, new(ReferenceEqualityComparer.Instance)));
        }
    }

    [Fact]
    public void Equal_sources_give_equal_models()
    {
        var one = GeneratorHarness.Run(Source);
        var other = GeneratorHarness.Run(Source);

        foreach (var step in Steps)
        {
            Assert.Equal(Models(one, step), Models(other, step));
            Assert.Equal(
                Models(one, step).Select(static m => m.GetHashCode()),
                Models(other, step).Select(static m => m.GetHashCode()));
        }
    }

    [Fact]
    public void Sources_that_differ_in_layout_only_give_equal_models()
    {
        var one = GeneratorHarness.Run(Source);
        var other = GeneratorHarness.Run("// above\n" + Source.Replace("{ ", "{\n\n    ", StringComparison.Ordinal));

        Assert.All(Steps, step => Assert.Equal(Models(one, step), Models(other, step)));
    }

    [Fact]
    public void Different_sources_give_different_models()
    {
        var one = GeneratorHarness.Run(Source);
        var other = GeneratorHarness.Run(Source.Replace("int Quantity", "long Quantity", StringComparison.Ordinal));

        Assert.NotEqual(Models(one, TrackingNames.Entities), Models(other, TrackingNames.Entities));
        Assert.Equal(Models(one, TrackingNames.Dispatchers), Models(other, TrackingNames.Dispatchers));
    }

    private static List<object> Models(GeneratorRun run, string step) =>
        [.. run.Result.TrackedSteps[step].SelectMany(static s => s.Outputs).Select(static o => o.Value)];

    private static void AssertFree(object? value, string path, HashSet<object> seen)
    {
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel
                or AttributeData or TypedConstant,
            $"{path} is a {value?.GetType()}.");
        if (value is null or string or Type || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        if (value is Array items)
        {
            foreach (var item in items)
            {
                AssertFree(item, $"{path}[]", seen);
            }
        }

        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(All))
            {
                AssertFree(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
