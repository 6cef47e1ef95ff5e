using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

/// <summary>Converters, derived types and flattened members that cannot be.</summary>
public sealed class ObjectDiagnosticsTests
{
    private const string Converters = """
        public abstract class AbstractConverter : IStreamConverter<string>
        {
            public string Read(ref DynamoHandlers.Images.ImageReader reader) => reader.ReadString();
            public void Write(DynamoHandlers.Images.ImageWriter writer, string value) { }
        }

        public sealed class TextConverter : AbstractConverter;
        public sealed class PrivateConverter : AbstractConverter { private PrivateConverter() { } }
        public sealed class NeedyConverter(int size) : AbstractConverter { public int Size => size; }
        public sealed class RequiringConverter : AbstractConverter { public required int Size { get; set; } }
        public sealed class OpenConverter<T> : AbstractConverter;

        public sealed class SdkConverter : IPropertyConverter
        {
            public Amazon.DynamoDBv2.DocumentModel.DynamoDBEntry ToEntry(object value) => null!;
            public object FromEntry(Amazon.DynamoDBv2.DocumentModel.DynamoDBEntry entry) => null!;
        }
        """;

    private const string Shapes = """
        public interface IShape;
        public abstract class Shape : IShape;
        public class Square : Shape { public int Side { get; set; } }
        public class Circle : Shape { public int Radius { get; set; } }
        public class Other;
        public class Node { [DynamoDBFlatten] public Node? Next { get; set; } }
        """;

    [Theory]
    [InlineData("[StreamConverter(typeof(Other))] public string [|DH0010:Value|] { get; set; } = \"\";", "neither IStreamConverter<T>")]
    [InlineData("[DynamoDBProperty(typeof(Other))] public string [|DH0010:Value|] { get; set; } = \"\";", "neither IStreamConverter<T>")]
    [InlineData("[DynamoDBHashKey(Converter = typeof(IShape))] public string [|DH0010:Value|] { get; set; } = \"\";", "neither a class")]
    [InlineData("[StreamConverter(typeof(TextConverter))] public int [|DH0010:Value|] { get; set; }", "it converts 'string'")]
    [InlineData("[StreamConverter(typeof(AbstractConverter))] public string [|DH0010:Value|] { get; set; } = \"\";", "abstract")]
    [InlineData("[StreamConverter(typeof(PrivateConverter))] public string [|DH0010:Value|] { get; set; } = \"\";", "constructor")]
    [InlineData("[StreamConverter(typeof(NeedyConverter))] public string [|DH0010:Value|] { get; set; } = \"\";", "constructor")]
    [InlineData("[StreamConverter(typeof(RequiringConverter))] public string [|DH0010:Value|] { get; set; } = \"\";", "required")]
    [InlineData("[StreamConverter(typeof(OpenConverter<>))] public string [|DH0010:Value|] { get; set; } = \"\";", "open type parameters")]
    [InlineData("[StreamConverter(typeof(Hidden))] public string [|DH0010:Value|] { get; set; } = \"\"; private class Hidden;", "cannot access")]
    [InlineData("[DynamoDBProperty(typeof(SdkConverter), StoreAsEpoch = true)] public DateTime [|DH0010:Value|] { get; set; }", "epoch")]
    [InlineData("[StreamConverter(typeof(TextConverter)), DynamoDBProperty(typeof(SdkConverter))] public string [|DH0010:Value|] { get; set; } = \"\";", "another converter")]
    public void A_converter_that_cannot_be_used(string member, string message) =>
        Assert.Contains(message, Marked.Reports(Entity(member))[0], StringComparison.Ordinal);

    [Fact]
    public void A_converter_of_a_type_or_an_assembly_that_cannot_be_used() => Marked.Reports(
        $$"""
        [assembly: [|DH0010:StreamConverter(typeof(SdkConverter))|]]
        [assembly: [|DH0010:StreamConverter(typeof(TextConverter), For = typeof(int))|]]
        [StreamEntity] public class Thing { public Money? Price { get; set; } }
        [StreamConverter(typeof(TextConverter))] public class [|DH0010:Money|];
        public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
        {{Converters}}
        """);

    [Theory]
    [InlineData("[DynamoDBFlatten] public List<string> [|DH0032:Value|] { get; set; } = [];", "no type with members")]
    [InlineData("[DynamoDBFlatten] public int [|DH0032:Value|] { get; set; }", "no type with members")]
    [InlineData("[DynamoDBFlatten, DynamoDBProperty(\"x\")] public Square [|DH0032:Value|] { get; set; } = new();", "name")]
    [InlineData("[DynamoDBFlatten, StreamAttribute(\"x\")] public Square [|DH0032:Value|] { get; set; } = new();", "name")]
    [InlineData("[DynamoDBFlatten, StreamConverter(typeof(TextConverter))] public Square [|DH0032:Value|] { get; set; } = new();", "converter")]
    public void A_member_that_cannot_be_flattened(string member, string message) =>
        Assert.Contains(message, Marked.Reports(Entity(member))[0], StringComparison.Ordinal);

    [Fact]
    public void A_type_that_is_flattened_into_itself() => Marked.Reports(
        """
        [StreamEntity] public class [|DH0032:Thing|] { [DynamoDBFlatten] public Inner? A { get; set; } }
        public class [|DH0032:Inner|] { [DynamoDBFlatten] public Thing? B { get; set; } }
        public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
        """);

    [Fact]
    public void A_flattened_attribute_that_is_there_already()
    {
        var messages = Marked.Reports(
            """
            [StreamEntity]
            public class [|DH0023:Thing|]
            {
                public string City { get; set; } = "";
                [DynamoDBFlatten] public Address Address { get; set; } = new();
            }

            public class Address { [DynamoDBFlatten] public Place Place { get; set; } = new(); }
            public class Place { public string City { get; set; } = ""; }
            public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
            """);

        Assert.Contains("'Thing.City' and 'Thing.Address.Place.City'", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_implements_an_interface_explicitly() => Marked.Reports(
        """
        public interface INamed { string? Name { get; set; } }

        [StreamEntity]
        public class Thing : INamed { [DynamoDBProperty] string? INamed.[|DH0002:Name|] { get; set; } }

        public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
        """);

    [Theory]
    [InlineData("public HashSet<byte[]> [|DH0029:Value|] { get; set; } = [];")]
    [InlineData("public List<ISet<ReadOnlyMemory<byte>>> [|DH0029:Value|] { get; set; } = [];")]
    [InlineData("public IReadOnlySet<System.IO.MemoryStream>? [|DH0029:Value|] { get; set; }")]
    [InlineData("public HashSet<Plain> [|DH0029:Value|] { get; set; } = []; public class Plain { public int X { get; set; } }")]
    [InlineData("public HashSet<Rich> Value { get; set; } = []; public record Rich { public int X { get; set; } }")]
    [InlineData("public HashSet<Uri> Value { get; set; } = [];")]
    [InlineData("public HashSet<(int, string)> Value { get; set; } = [];")]
    [InlineData("public SortedSet<string> Value { get; set; } = [];")]
    [InlineData("public Dictionary<string, byte[]> Value { get; set; } = [];")]
    public void A_set_that_compares_references(string member) => Marked.Reports(Entity(member));

    [Fact]
    public void A_parameter_by_reference_of_a_constructor_that_is_not_accessible()
    {
        var messages = Marked.Reports(
            """
            [StreamEntity]
            public class [|DH0011:Thing|]
            {
                private Thing(in int id) => Id = id;

                public int Id { get; }
            }

            public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
            """);

        Assert.Contains("'id' by reference", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flattened_attribute_that_a_derived_type_has()
    {
        var messages = Marked.Reports(
            """
            [StreamEntity]
            public class [|DH0023:Thing|]
            {
                public string City { get; set; } = "";
                [DynamoDBFlatten] public Place Place { get; set; } = new();
            }

            [DynamoDBPolymorphicType("town", typeof(Town))]
            public class Place { public string Zip { get; set; } = ""; }
            public class Town : Place { public string City { get; set; } = ""; }
            public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
            """);

        Assert.Contains("'Thing.City' and 'Thing.Place.City'", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public string Zip { get; set; } = \"\";", "[DynamoDBPolymorphicType(\"b\", typeof(Town))]", "class [|DH0023:Thing|]")]
    [InlineData("[StreamAttribute(\"$type\")] public string Zip { get; set; } = \"\";", "", "class [|DH0023:Thing|]")]
    [InlineData("public string Zip { get; set; } = \"\";", "", "class Thing")]
    public void A_flattened_discriminator_beside_the_types_own(string member, string attribute, string thing) => Marked.Reports(
        $$"""
        [StreamEntity, DynamoDBPolymorphicType("a", typeof(Thing2))]
        public {{thing}} { public int Id { get; set; } }
        public class Thing2 : Thing { [DynamoDBFlatten] public Place Place { get; set; } = new(); }
        {{attribute}} public class Place { {{member}} }
        public class Town : Place;
        public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
        """);

    [Fact]
    public void A_type_that_is_flattened_into_its_derived_type() => Marked.Reports(
        """
        [StreamEntity]
        public class [|DH0032:Thing|] { [DynamoDBFlatten] public Place Place { get; set; } = new(); }
        [DynamoDBPolymorphicType("b", typeof(Town))] public class [|DH0023:Place|];
        public class [|DH0032:Town|] : Place { [DynamoDBFlatten] public Place Around { get; set; } = new(); }
        public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
        """);

    [Theory]
    [InlineData("[DynamoDBPolymorphicType(\"x\", typeof(Other))] public IShape? [|DH0031:Value|] { get; set; }")]
    [InlineData("[StreamDerivedType(\"x\", typeof(Other))] public List<Square> [|DH0031:Value|] { get; set; } = [];")]
    [InlineData("public IShape? [|DH0002:Value|] { get; set; }")]
    [InlineData("public List<Shape> [|DH0002:Value|] { get; set; } = [];")]
    public void A_member_with_derived_types_that_do_not_fit(string member) => Marked.Reports(Entity(member));

    [Theory]
    [InlineData("[StreamDerivedType(\"x\", typeof(Other)), StreamDerivedType(\"y\", typeof(Thing2))] public class [|DH0031:Thing|];", "does not derive")]
    [InlineData("[StreamDerivedType(\"x\", typeof(Thing3)), StreamDerivedType(\"y\", typeof(Thing2))] public class [|DH0031:Thing|];", "abstract")]
    [InlineData("[StreamDerivedType(\"x\", typeof(Thing4<>)), StreamDerivedType(\"y\", typeof(Thing2))] public class [|DH0031:Thing|];", "does not derive")]
    [InlineData("[StreamDerivedType(\"y\", typeof(Thing2)), DynamoDBPolymorphicType(\"y\", typeof(Thing5))] public class [|DH0030:Thing|];", "'Thing2' and 'Thing5'")]
    public void A_derived_type_that_cannot_be(string type, string message) => Assert.Contains(
        message,
        Marked.Reports(
            $$"""
            [StreamEntity] {{type}}
            public class Thing2 : Thing;
            public abstract class Thing3 : Thing;
            public class Thing4<T> : Thing;
            public class Thing5 : Thing;
            public static class Handlers { [OnInsert<Thing>] public static void On(Thing thing) { } }
            {{Shapes}}
            """)[0],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[DynamoDBProperty] private Kind [|DH0002:Value|] { get; set; } private enum Kind;")]
    [InlineData("[DynamoDBProperty] protected List<Kind?>? [|DH0002:Value|] { get; set; } protected enum Kind;")]
    [InlineData("[DynamoDBProperty] private Dictionary<string, Kind[]>? [|DH0002:Value|] { get; set; } private struct Kind;")]
    [InlineData("[DynamoDBProperty] private readonly string [|DH0002:_value|] = \"\"; public string Text => _value;")]
    [InlineData("[Obsolete(\"\", true)] public List<Gone>? [|DH0002:Value|] { get; set; } [Obsolete(\"\", true)] public class Gone;")]
    public void A_member_that_is_not_public_and_cannot_be_reached(string member) => Marked.Reports(Entity(member));

    private static string Entity(string member) => $$"""
        [StreamEntity]
        public class Thing
        {
            {{member}}
        }

        public static class Handlers
        {
            [OnInsert<Thing>] public static void On(Thing thing) { }
        }

        {{Converters}}
        {{Shapes}}
        """;
}
