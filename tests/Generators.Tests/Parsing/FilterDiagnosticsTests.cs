using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

/// <summary>What is wrong about filters of <c>[OnModify]</c>.</summary>
public sealed class FilterDiagnosticsTests
{
    [Theory]
    [InlineData("""[|DH0004:"Count.Value"|]""", "of 'Count', its type 'int' has no properties")]
    [InlineData("""[|DH0004:"Lines.Sku"|]""", "of 'Lines', it is a collection")]
    [InlineData("""[|DH0004:"Lines.0"|]""", "name the collection itself")]
    [InlineData("""[|DH0004:"Counts.a.b"|]""", "of 'int', its type 'int' has no properties")]
    [InlineData("""[|DH0004:$"{nameof(Order.Status)}.x"|]""", "of 'Status'")]
    [InlineData("""[|DH0004:"Point.X"|]""", "of 'Point', a converter reads it")]
    [InlineData("""[|DH0004:"Blank"|]""", "of 'Blank', its type 'Blank' has no properties that are read")]
    [InlineData("""[|DH0003:"Address.Town"|]""", "'Address' has no property 'Town'")]
    [InlineData("""[|DH0003:"Address."|]""", "'Address' has no property ''")]
    [InlineData("""[|DH0003:""|]""", "'Order' has no property ''")]
    [InlineData("""[|DH0003:"address.City"|]""", "there is 'Address'; name it with nameof")]
    [InlineData("[|DH0004:nameof(Order.Address.City)|]", "'City'; write nameof(@Order.Address.City)")]
    [InlineData("[|DH0004:nameof(Order.Address.Id)|]", "'Id'; write nameof(@Order.Address.Id)")]
    [InlineData("""[|DH0003:"Flat.deep"|]""", "'deep' is the attribute of 'Y'; name the property")]
    [InlineData("""[|DH0014:"Address.Cache"|]""", "'Address.Cache' is ignored")]
    [InlineData("""nameof(Order.Count), [|DH0004:nameof(@Order.Address.City.Length)|]""", "of 'City'")]
    public void A_path_that_leads_nowhere(string properties, string message) => Assert.Contains(
        message, Assert.Single(Marked.Reports(InClass($"[OnModify<Order>({properties})]"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnModify<Order>([|DH0039:To = 5|])]", "none are named")]
    [InlineData("[OnModify<Order>(\"Count\", \"Total\", [|DH0039:From = 5|], To = 6)]", "2 are named")]
    public void A_transition_of_none_or_several(string annotation, string message) =>
        Assert.Contains(message, Assert.Single(Marked.Reports(InClass(annotation))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Status", "To = \"Paid\"", "To of [OnModify] is of type 'string', but 'Status' is of type 'Status': write a Status")]
    [InlineData("Status", "From = 1", "write a Status")]
    [InlineData("Status", "From = Color.Red", "'Color'")]
    [InlineData("Count", "To = Status.Paid", "write a number")]
    [InlineData("Count", "To = 1.5", "it cannot have that value")]
    [InlineData("Count", "To = 3000000000", "it cannot have that value")]
    [InlineData("Count", "To = 'a'", "write a number")]
    [InlineData("Count", "To = true", "write a number")]
    [InlineData("Small", "To = -1", "it cannot have that value")]
    [InlineData("Total", "To = 1e40", "it cannot have that value")]
    [InlineData("Total", "To = double.NaN", "it cannot have that value")]
    [InlineData("Rate", "To = double.NaN", "it cannot have that value")]
    [InlineData("Flag", "To = 1", "write a bool")]
    [InlineData("Name", "To = 'a'", "write a string")]
    [InlineData("Grade", "To = 97", "write a char")]
    [InlineData("When", "To = \"2024-01-01\"", "use When instead")]
    [InlineData("Address", "To = null", "only single values")]
    [InlineData("Lines", "To = null", "only single values")]
    [InlineData("Flat", "To = null", "only single values")]
    [InlineData("Shape", "To = null", "only single values")]
    [InlineData("Point", "To = null", "a converter reads it")]
    [InlineData("Name", "To = new[] { \"a\" }", "an array")]
    [InlineData("Name", "To = typeof(string)", "a type")]
    public void A_constant_that_does_not_fit_the_property(string property, string argument, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass($"[OnModify<Order>(\"{property}\", [|DH0012:{argument}|])]"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("nameof(Order.Id)", "'Id' is a key")]
    [InlineData("nameof(Order.Id), nameof(Order.Sort)", "'Id' is a key")]
    [InlineData("\"Count\", From = 1, To = 1.0", "was and is 1")]
    [InlineData("\"Name\", From = null, To = null", "was and is null")]
    [InlineData("\"Status\", From = Status.New, To = Status.New", "was and is Status.New")]
    public void A_handler_that_is_never_called(string arguments, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(InClass($"[[|DH0007:OnModify<Order>({arguments})|]]"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"Id\", \"Count\"")]
    [InlineData("\"Address.Id\"")]
    [InlineData("\"Address.Cities.any key at all\"")]
    [InlineData("\"Home.City\", To = \"Paris\"")]
    [InlineData("nameof(@Order.Address.City), From = null")]
    [InlineData("\"Count\", To = 2e2")]
    [InlineData("\"Total\", From = 0.1, To = ulong.MaxValue")]
    [InlineData("\"Rate\", From = 1, To = float.MaxValue")]
    [InlineData("\"Small\", To = 'a' - 1")]
    [InlineData("\"Grade\", To = 'a'")]
    [InlineData("\"Perhaps\", From = null, To = Status.Paid")]
    public void A_filter_that_is_fine(string arguments) =>
        GeneratorHarness.Run(InClass($"[OnModify<Order>({arguments})]")).Compiles();

    [Theory]
    [InlineData("\"Flat\"", "\"x\"u8", "\"deep\"u8")]
    [InlineData("\"Flat.Y\"", "\"deep\"u8")]
    [InlineData("\"Figure\"", "\"$type\"u8", "\"Radius\"u8", "\"edge\"u8")]
    [InlineData("\"Shape\", \"Point\"", "\"Shape\"u8", "\"Point\"u8")]
    [InlineData("\"Shape.Size\"", "new(\"Shape\", \"Size\")")]
    [InlineData("\"Named.InTheSnake\"", "new(\"Named\", \"in_the_snake\")")]
    [InlineData("\"Address.Cities.a.City\"", "new(\"Address\", \"Cities\", \"a\", \"City\")")]
    public void Attributes_are_named_as_the_mapping_names_them(string properties, params string[] attributes)
    {
        var text = GeneratorHarness.Run(InClass($"[OnModify<Order>({properties})]")).Compiles().File("Handlers.Dispatcher.g.cs");

        Assert.All(attributes, attribute => Assert.Contains(attribute, text, StringComparison.Ordinal));
        Assert.Equal(attributes.Length, text.Split("ImageComparer.Changed(").Length - 1);
    }

    private static string InClass(string annotation) => $$"""
        public enum Status { New, Paid }
        public enum Color { Red }

        [DynamoDBTable("Orders")]
        public class Order
        {
            [DynamoDBHashKey] public string Id { get; set; } = "";
            [DynamoDBRangeKey] public string Sort { get; set; } = "";
            public int Count { get; set; }
            public byte Small { get; set; }
            public decimal Total { get; set; }
            public double Rate { get; set; }
            public bool Flag { get; set; }
            public char Grade { get; set; }
            public string? Name { get; set; }
            public DateTime When { get; set; }
            public Status Status { get; set; }
            public Status? Perhaps { get; set; }
            public Address Address { get; set; } = new();
            public Point? Home { get; set; }
            public List<Line> Lines { get; set; } = [];
            public Dictionary<string, int> Counts { get; set; } = [];
            [DynamoDBFlatten] public Flat Flat { get; set; } = new();
            [DynamoDBFlatten] public Blank Blank { get; set; } = new();
            [DynamoDBFlatten, StreamDerivedType("disc", typeof(Disc))] public IFigure? Figure { get; set; }
            public Shape? Shape { get; set; }
            [StreamConverter(typeof(Converter))] public Point Point { get; set; }
            public Named? Named { get; set; }
        }

        public class Flat
        {
            [StreamAttribute("x")] public int X { get; set; }
            [DynamoDBProperty("deep")] public int Y { get; set; }
        }

        public class Blank;

        [StreamDerivedType("cube", typeof(Cube))] public interface IFigure;
        public class Disc : IFigure { public int Radius { get; set; } }
        public class Cube : IFigure { [StreamAttribute("edge")] public int Edge { get; set; } }

        [DynamoDBPolymorphicType("square", typeof(Square))]
        public class Shape { public int Size { get; set; } }

        public class Square : Shape;

        [StreamMapping(NamingPolicy = NamingPolicy.SnakeCase)]
        public class Named { public int InTheSnake { get; set; } }

        public class Converter : IStreamConverter<Point>
        {
            public Point Read(ref DynamoHandlers.Images.ImageReader reader) => new() { City = reader.ReadString() };
            public void Write(DynamoHandlers.Images.ImageWriter writer, Point value) => writer.WriteString(value.City ?? "");
        }

        public class Address
        {
            public string Id { get; set; } = "";
            public string City { get; set; } = "";
            [StreamIgnore] public string Cache { get; set; } = "";
            public Dictionary<string, Point> Cities { get; set; } = [];
        }

        public struct Point { public string? City { get; set; } }

        public class Line { public string Sku { get; set; } = ""; }

        public class Handlers
        {
            {{annotation}}
            public void On(ChangeContext context) { }
        }
        """;
}
