using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class ChangedSelectorTests
{
    [Theory]
    [InlineData("[|DH0026:static o => new Label(o.Name)|]")]
    [InlineData("[|DH0026:static o => (o.Size, o.Address)|]")]
    [InlineData("[|DH0026:static o => o.Name.ToCharArray()|]")]
    [InlineData("[|DH0026:static o => o.Lines.Select(l => l.Count).ToList()|]")]
    [InlineData("[|DH0026:static o => o.Cache|]")]
    [InlineData("static o => o")]
    [InlineData("static o => o.Name")]
    [InlineData("static o => o.Size")]
    [InlineData("static o => (o.Name, o.Size)")]
    [InlineData("static o => new { o.Name, o.Size }")]
    [InlineData("static o => o.Address")]
    [InlineData("static o => o.Address!.Streets")]
    [InlineData("static o => o.Lines")]
    [InlineData("static o => o.Lines[0]")]
    [InlineData("static o => new Money(1)")]
    [InlineData("static o => new Weight()")]
    [InlineData("static o => new Uri(o.Name)")]
    [InlineData("static o => (object)o.Name")]
    [InlineData("static o => new byte[o.Name.Length]")]
    [InlineData("static o => new System.IO.MemoryStream()")]
    public Task What_a_selector_may_give(string selector) => Marked.AnalyzesAsync($$"""
        public class Order
        {
            public string Name { get; set; } = "";
            public int? Size { get; set; }
            public Address? Address { get; set; }
            public List<Line> Lines { get; set; } = [];
            [StreamIgnore] public Label? Cache { get; set; }
        }

        public class Address { public string[] Streets { get; set; } = []; }
        public class Line { public int Count { get; set; } public Line? Parent { get; set; } }
        public class Label(string text) { public string Text => text; }
        public record Money(decimal Amount);
        public class Weight : IEquatable<Weight>
        {
            public bool Equals(Weight? other) => other is not null;
            public override bool Equals(object? other) => Equals(other as Weight);
            public override int GetHashCode() => 0;
        }

        public static class Rules { public static bool Any(Change<Order> change) => change.Changed({{selector}}); }
        """);
}
