using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

public sealed class EntityDiagnosticsTests
{
    [Theory]
    [InlineData("object")]
    [InlineData("dynamic")]
    [InlineData("nint")]
    [InlineData("Action")]
    [InlineData("int[,]")]
    [InlineData("(int, object)")]
    [InlineData("ValueTuple")]
    [InlineData("List<object>")]
    [InlineData("Dictionary<object, int>")]
    [InlineData("Dictionary<double, int>")]
    [InlineData("Dictionary<Uri, int>")]
    [InlineData("Dictionary<string, object>")]
    [InlineData("SortedSet<Uri>")]
    [InlineData("SortedSet<byte[]>")]
    [InlineData("SortedDictionary<string, Action>")]
    [InlineData("System.Collections.IEnumerable")]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<int>")]
    [InlineData("IEnumerable<Action>")]
    [InlineData("Memory<char>")]
    [InlineData("System.IO.Stream")]
    [InlineData("IChain")]
    [InlineData("Tags")]
    [InlineData("RequiredTags")]
    [InlineData("AbstractTags")]
    [InlineData("System.Text.Json.JsonElement")]
    [InlineData("Amazon.DynamoDBv2.DocumentModel.Document")]
    [InlineData("IShape")]
    [InlineData("Shape")]
    public void A_member_of_a_type_that_cannot_be_read(string type) => Marked.Reports(Entity(
        $$"""public {{type}} [|DH0002:Value|] { get; set; } = default!;"""));

    [Theory]
    [InlineData("object", "use Amazon.DynamoDBv2.Model.AttributeValue")]
    [InlineData("System.Text.Json.Nodes.JsonNode", "use Amazon.DynamoDBv2.Model.AttributeValue")]
    [InlineData("SortedSet<Uri>", "'System.Uri', which is not comparable")]
    [InlineData("SortedDictionary<string, object>", "use Amazon.DynamoDBv2.Model.AttributeValue")]
    [InlineData("Dictionary<double, int>", "use string, an integer type, an enum")]
    [InlineData("Tags", "without a public constructor")]
    [InlineData("IChain", "a collection of a kind that is not known")]
    public void A_member_that_cannot_be_read_says_what_to_do(string type, string advice) => Assert.Contains(
        advice,
        Marked.Reports(Entity($$"""public {{type}} [|DH0002:Value|] { get; set; } = default!;"""))[0],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[DynamoDBProperty(\"x\")] public string [|DH0002:Value|] => \"\";")]
    [InlineData("[StreamAttribute(\"x\")] public string [|DH0002:Value|] { get; } = \"\";")]
    [InlineData("[StreamAttribute(\"x\")] private string [|DH0002:Value|] { get; } = \"\";")]
    [InlineData("[DynamoDBProperty(\"x\")] private readonly string [|DH0002:_value|] = \"\";")]
    [InlineData("[DynamoDBProperty(\"x\"), DynamoDBRangeKey(\"y\")] public string [|DH0002:Value|] { get; set; } = \"\";")]
    public void An_annotated_member_that_cannot_be_read_all_the_same(string member) => Marked.Reports(Entity(member));

    [Fact]
    public void A_getter_of_a_generic_base_that_only_an_accessor_could_reach()
    {
        var messages = Marked.Reports(Entity(
            "public int Other { get; set; }",
            "class Thing : Base<int>;\npublic class Base<T>\n{ public T [|DH0002:Value|] { private get; set; } = default!; }\npublic class Rest"));

        Assert.Contains("its type is generic", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_only_lacks_a_setter_is_a_warning() => Marked.Reports(Entity(
        """
        public List<string> [|DH0022:Tags|] { get; } = [];
        public readonly int [|DH0022:Size|];
        public int Computed => Tags.Count;
        public int SetOnly { set { } }
        """));

    [Fact]
    public void StoreAsEpoch_elsewhere_than_on_DateTime_is_a_warning() => Marked.Reports(Entity(
        """
        [DynamoDBProperty(StoreAsEpoch = true)] public int [|DH0015:Value|] { get; set; }
        [DynamoDBProperty(StoreAsEpoch = true)] public DateTime? Good { get; set; }
        """));

    [Fact]
    public void A_unit_elsewhere_than_on_TimeSpan_is_a_warning() => Marked.Reports(Entity(
        """
        [StreamDuration(DurationUnit.Seconds)] public int [|DH0028:Count|] { get; set; }
        [StreamDuration(DurationUnit.Seconds)] public List<TimeSpan> [|DH0028:Many|] { get; set; } = [];
        [StreamDuration((DurationUnit)6)] public TimeSpan [|DH0028:Odd|] { get; set; }
        [StreamDuration(DurationUnit.Days)] public TimeSpan? Good { get; set; }
        """));

    [Fact]
    public void Two_members_of_one_attribute() => Marked.Reports(Entity(
        """
        [StreamAttribute("id")] public int A { get; set; }
        [DynamoDBProperty("id")] public int B { get; set; }
        """,
        "class [|DH0023:Thing|]"));

    [Theory]
    [InlineData("public Thing(int a) { } public Thing(string b) { } public int A => 1; public string B => \"\";", "several")]
    [InlineData("public Thing(int other) { } public int A { get; set; }", "'other'")]
    [InlineData("public Thing(ref int a) { } public int A { get; set; }", "by reference")]
    [InlineData("public Thing(int a) { } [StreamIgnore] public int A { get; set; }", "'a'")]
    public void A_class_that_cannot_be_constructed(string members, string message) =>
        Assert.Contains(message, Marked.Reports(Entity(members, "class [|DH0011:Thing|]"))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("string")]
    [InlineData("int[]")]
    [InlineData("(int A, int B)")]
    [InlineData("List<Thing>")]
    [InlineData("IShape")]
    [InlineData("Shape")]
    [InlineData("DayOfWeek")]
    [InlineData("Missing")]
    [InlineData("Handlers.Hidden")]
    public void A_type_that_cannot_be_an_entity(string type) => Marked.Reports(
        $$"""
        {{Others}}
        public static class Handlers
        {
            [[|DH0017:OnInsert<{{type}}>|]]
            internal static void On(ChangeContext context) { }

            private sealed class Hidden;
        }
        """);

    [Fact]
    public void An_entity_without_a_table() => Marked.Reports(
        """
        public class Order { public string Id { get; set; } = ""; }
        public static class Handlers
        {
            [[|DH0019:OnInsert<Order>|]] public static void On(Order order) { }
        }
        """);

    [Theory]
    [InlineData("CaseMode.PascalCase", "Size")]
    [InlineData("CaseMode.PascalCase, LowerCamelCaseProperties = true", "Size")]
    [InlineData("CaseMode.CamelCase", "size")]
    [InlineData("CaseMode.LegacyCamelCase", "size")]
    [InlineData("lowerCamelCaseProperties: true", "size")]
    [InlineData("lowerCamelCaseProperties: false", "Size")]
    public void A_casing_that_is_known_gives_the_names(string casing, string name) => Assert.Contains(
        $"reader.IsNamed(\"{name}\"u8)",
        GeneratorHarness.Run(
            $$"""
            [DynamoDBTable("T", {{casing}})] public class Thing { public int Size { get; set; } }
            public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
            """).Compiles().Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_mapper_whose_name_is_taken() => Marked.Reports(
        """
        [StreamEntity] public class [|DH0024:Order|];
        public static class OrderImage;
        public static class Handlers { [OnInsert<Order>] public static void On(Order order) { } }
        """);

    [Fact]
    public void Two_types_whose_mappers_would_have_one_name() => Marked.Reports(
        """
        [StreamEntity] public class Order { public Outer.Inner? A { get; set; } public Outer_Inner? B { get; set; } }
        public static class Outer { public class Inner { public int X { get; set; } } }
        public class [|DH0024:Outer_Inner|] { public int Y { get; set; } }
        public static class Handlers { [OnInsert<Order>] public static void On(Order order) { } }
        """);

    [Fact]
    public void A_fault_in_a_nested_type_is_reported_where_it_is() => Marked.Reports(
        """
        [StreamEntity] public class Order { public List<Line> Lines { get; set; } = []; }
        public class Line { public Action? [|DH0002:Link|] { get; set; } }
        public static class Handlers { [OnInsert<Order>] public static void On(Order order) { } }
        """);

    private const string Others = """
        public interface IShape;
        public abstract class Shape;
        public class Tags(int capacity) : List<string>(capacity);
        public class RequiredTags : List<string> { public required string Name { get; set; } }
        public abstract class AbstractTags : HashSet<string>;
        public interface IChain : ICollection<int>;
        """;

    private static string Entity(string members, string type = "class Thing") => $$"""
        {{Others}}
        [StreamEntity]
        public {{type}}
        {
            {{members}}
        }

        public static class Handlers
        {
            [OnInsert<Thing>] public static void On(Thing thing) { }
        }
        """;
}
