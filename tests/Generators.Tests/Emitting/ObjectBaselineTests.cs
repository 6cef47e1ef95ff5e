using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class ObjectBaselineTests
{
    [Fact]
    public void A_discriminator_chooses_the_derived_type() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        [DynamoDBPolymorphicType("dog", typeof(Dog))]
        [StreamDerivedType("cat", typeof(Cat))]
        public class Animal
        {
            public string Id { get; set; } = "";
        }

        [StreamDerivedType("puppy", typeof(Puppy))]
        public class Dog : Animal { public int Barks { get; set; } }

        public sealed class Puppy : Dog { public int Weeks { get; set; } }

        public sealed class Cat : Animal { public IToy? Toy { get; set; } }

        [StreamDerivedType("ball", typeof(Ball))]
        public interface IToy;

        public record Ball(int Size) : IToy;

        public static class Handlers
        {
            [OnInsert<Animal>]
            public static void On(Animal animal) { }
        }
        """);

    [Fact]
    public void Derived_types_of_a_member_get_a_mapper_of_its_own() => Baseline.Verify(
        """
        namespace Shop;

        [DynamoDBTable("Drawings")]
        public class Drawing
        {
            [DynamoDBPolymorphicType("square", typeof(Square)), DynamoDBPolymorphicType("circle", typeof(Circle))]
            public List<IShape> Shapes { get; set; } = [];

            [DynamoDBProperty("plain")] public Square? Plain { get; set; }
        }

        public interface IShape;
        public sealed class Square : IShape { public int Side { get; set; } }
        public sealed class Circle : IShape { public int Radius { get; set; } }

        public static class Handlers
        {
            [OnInsert<Drawing>]
            public static void On(Drawing drawing) { }
        }
        """);

    [Fact]
    public void Flattened_members_read_the_map_around_them() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        public class Order
        {
            [DynamoDBFlatten] public Address Address { get; init; } = new();
            public string Id { get; set; } = "";
        }

        [StreamEntity]
        public sealed record Shipment(string Id, [property: DynamoDBFlatten] Address Address)
        {
            [DynamoDBFlatten] public Size? Size { get; init; }
            public int Pieces { get; set; }
        }

        public class Address { [DynamoDBFlatten] public Place? Place { get; set; } }
        public class Place { public string City { get; set; } = ""; }
        public struct Size { public int Width { get; set; } }

        public static class Handlers
        {
            [OnInsert<Order>]
            public static void On(Order order) { }

            [OnInsert<Shipment>]
            public static void On(Shipment shipment) { }
        }
        """);

    [Fact]
    public void Converters_of_members_types_and_assemblies_are_made_once() => Baseline.Verify(
        """
        using Amazon.DynamoDBv2.DocumentModel;
        using DynamoHandlers.Images;

        [assembly: StreamConverter(typeof(Shop.LinkConverter))]
        [assembly: StreamConverter(typeof(Shop.SdkDays), For = typeof(DayOfWeek))]

        namespace Shop;

        [StreamEntity]
        public class Order
        {
            [StreamConverter(typeof(Cents))] public decimal Total { get; set; }
            [StreamConverter(typeof(Cents))] public decimal? Tip { get; set; }
            [DynamoDBProperty("tags", typeof(SdkTags))] public List<string> Tags { get; set; } = [];
            [DynamoDBHashKey("pk", Converter = typeof(SdkTags))] public required string Id { get; init; }
            [DynamoDBProperty(typeof(SdkTags))] public int? Count { get; set; }
            public Sku Sku { get; set; }
            public Sku? Other { get; set; }
            public List<Sku?> More { get; set; } = [];
            public Uri? Link { get; set; }
            public Uri Home { get; set; } = null!;
            public Dictionary<string, Uri> Links { get; set; } = [];
            public DayOfWeek Day { get; set; }
            public List<DayOfWeek> Days { get; set; } = [];
        }

        [StreamConverter(typeof(SkuConverter))]
        public readonly record struct Sku(string Text);

        internal sealed class Cents : IStreamConverter<decimal>
        {
            decimal IStreamConverter<decimal>.Read(ref ImageReader reader) => reader.ReadInt64() / 100m;
            void IStreamConverter<decimal>.Write(ImageWriter writer, decimal value) { }
        }

        public struct SkuConverter : IStreamConverter<Sku>
        {
            public Sku Read(ref ImageReader reader) => new(reader.ReadString());
            public void Write(ImageWriter writer, Sku value) { }
        }

        public class LinkConverter : IStreamConverter<Uri?>
        {
            public Uri? Read(ref ImageReader reader) => reader.TryReadNull() ? null : new(reader.ReadString());
            public void Write(ImageWriter writer, Uri? value) { }
        }

        public class SdkTags : IPropertyConverter
        {
            public DynamoDBEntry ToEntry(object value) => null!;
            public object FromEntry(DynamoDBEntry entry) => null!;
        }

        public class SdkDays : SdkTags;

        public static class Handlers
        {
            [OnInsert<Order>]
            public static void On(Order order) { }
        }
        """);

    [Fact]
    public void Casings_and_policies_name_what_no_attribute_names() => Baseline.Verify(
        """
        [assembly: StreamMapping(NamingPolicy = NamingPolicy.SnakeCase)]

        namespace Shop;

        [DynamoDBTable("Orders", AttributeCasing = CaseMode.CamelCase)]
        public class Order
        {
            [DynamoDBHashKey("PK")] public string Id { get; set; } = "";
            [StreamAttribute("SK")] public string Sort { get; set; } = "";
            public string URLValue { get; set; } = "";
            public Address? BillTo { get; set; }
            public Cased? Own { get; set; }
        }

        [DynamoDBTable("Customers")]
        public class Customer
        {
            [DynamoDBHashKey("PK")] public string CustomerId { get; set; } = "";
            public Address? HomeAddress { get; set; }
            public Kebab? Kebab { get; set; }
        }

        public class Address { public string ZipCode { get; set; } = ""; public Place? Place { get; set; } }
        public class Place { public string CityName { get; set; } = ""; }

        [DynamoDBTable("Cased", CaseMode.PascalCase)]
        public class Cased { public string CityName { get; set; } = ""; }

        [StreamMapping(NamingPolicy = NamingPolicy.KebabCase)]
        public class Kebab { public string HTMLText2Go { get; set; } = ""; }

        public static class Handlers
        {
            [OnInsert<Order>]
            public static void On(Order order) { }

            [OnInsert<Customer>]
            public static void On(Customer customer) { }
        }
        """);

    [Fact]
    public void Annotated_properties_that_are_not_public_are_read_by_accessors() => Baseline.Verify(
        """
        namespace Shop;

        public class Base
        {
            [DynamoDBProperty("secret")] private string Secret { get; set; } = "";
            [DynamoDBProperty] protected string Shown { get; set; } = "";
            public virtual string Hidden { get; set; } = "";
        }

        [StreamEntity]
        public class Order : Base
        {
            [StreamAttribute("note")] private string? Note { get; set; }
            [DynamoDBProperty] internal int Count { get; set; }
            public new int Hidden { get; set; }
            private string Silent { get; set; } = "";
            public string Text => $"{Note}{Silent}";
        }

        public static class Handlers
        {
            [OnInsert<Order>]
            public static void On(Order order) { }
        }
        """);
}
