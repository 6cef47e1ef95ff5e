using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class DiffKeyDiagnosticsTests
{
    [Theory]
    [InlineData("""[DiffKey("Nope")] public List<Line> [|DH0035:Lines|] { get; set; } = [];""", "has no property 'Nope'")]
    [InlineData("[DiffKey(nameof(Line.Cache))] public List<Line> [|DH0035:Lines|] { get; set; } = [];", "no property")]
    [InlineData("[DiffKey(nameof(Line.Hidden))] public List<Line> [|DH0035:Lines|] { get; set; } = [];", "its getter")]
    [InlineData("[DiffKey(nameof(Line.Bytes))] public List<Line> [|DH0035:Lines|] { get; set; } = [];", "'byte[]'")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public List<Line?> [|DH0035:Lines|] { get; set; } = [];", "declare them as 'Line'")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public Line [|DH0035:First|] { get; set; } = new();", "no list of objects")]
    [InlineData("[DiffKey(nameof(string.Length))] public List<string> [|DH0035:Tags|] { get; set; } = [];", "no list of objects")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public Dictionary<string, Line> [|DH0035:Map|] { get; set; } = [];", "no list of objects")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public HashSet<string> [|DH0035:Set|] { get; set; } = [];", "no list of objects")]
    public void A_key_that_cannot_be_used(string member, string message) =>
        Assert.Contains(message, Marked.Reports(Entity(member))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("[DiffKey(nameof(Line.Sku))] public List<Line>")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public Line[]?")]
    [InlineData("[DiffKey(nameof(Line.Sku))] public IReadOnlyList<Line>?")]
    [InlineData("[DiffKey(nameof(Line.Id))] public System.Collections.Immutable.ImmutableArray<Line>")]
    [InlineData("[DiffKey(nameof(Line.Id))] public System.Collections.Immutable.ImmutableArray<Line>?")]
    [InlineData("[DiffKey(nameof(Line.Day))] public List<Line>")]
    public void A_key_that_can(string member) =>
        GeneratorHarness.Run(Entity($"{member} Lines {{ get; set; }} = default!;")).Compiles();

    private static string Entity(string member) => $$"""
        public class Line
        {
            public string Sku { get; set; } = "";
            public Guid Id { get; set; }
            public DayOfWeek? Day { get; set; }
            public byte[] Bytes { get; set; } = [];
            [StreamIgnore] public string Cache { get; set; } = "";
            public string Hidden { private get; set; } = "";
        }

        [StreamEntity] public class Order { {{member}} }
        public static class Handlers { [OnModify<Order>] public static void On(Change<Order> change) { } }
        """;
}
