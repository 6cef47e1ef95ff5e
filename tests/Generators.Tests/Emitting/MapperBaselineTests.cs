using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Emitting;

public sealed class MapperBaselineTests
{
    [Fact]
    public void Every_scalar_is_read_by_its_own_method() => Baseline.Verify(Entity(
        """
        public string Text { get; set; } = "";
        public bool Flag { get; set; }
        public sbyte I8 { get; set; }
        public byte U8 { get; set; }
        public short I16 { get; set; }
        public ushort U16 { get; set; }
        public int I32 { get; set; }
        public uint U32 { get; set; }
        public long I64 { get; set; }
        public ulong U64 { get; set; }
        public decimal Money { get; set; }
        public double Double { get; set; }
        public float Single { get; set; }
        public DayOfWeek Day { get; set; }
        public Guid Guid { get; set; }
        public DateTime Time { get; set; }
        [DynamoDBProperty(StoreAsEpoch = true)] public DateTime Epoch { get; set; }
        [DynamoDBProperty("ttl", true)] public DateTime? Expires { get; set; }
        [DynamoDBProperty(StoreAsEpochLong = true)] public DateTime EpochLong { get; set; }
        public DateTimeOffset Moment { get; set; }
        public DateOnly Date { get; set; }
        public TimeSpan Span { get; set; }
        public byte[] Bytes { get; set; } = [];
        """));

    [Fact]
    public void Null_is_null_or_default_and_an_error_where_a_value_is_required() => Baseline.Verify(Entity(
        """
        public string? Note { get; set; }
        public int? Count { get; set; }
        public DayOfWeek? Day { get; set; }
        public string Name { get; set; } = "none";
        public int Rank { get; set; } = 7;
        public required string Key { get; set; }
        public required int Size { get; set; }
        public required string? Optional { get; set; }
        public List<string>? Tags { get; set; }
        """));

    [Fact]
    public void Collections_nest_in_any_depth() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        public class Order
        {
            public List<string> Tags { get; set; } = [];
            public List<string>? MoreTags { get; set; }
            public List<string?> Notes { get; set; } = [];
            public int?[] Counts { get; set; } = [];
            public HashSet<Guid> Ids { get; set; } = [];
            public Dictionary<string, decimal> Prices { get; set; } = [];
            public Dictionary<string, List<Line[]>> ByDay { get; set; } = [];
            public List<byte[]> Blobs { get; set; } = [];
            public Line? First { get; set; }
            public Line Last { get; set; } = new();
            public Point Where { get; set; }
            public Point? Before { get; set; }
            public Node? Tree { get; set; }
            public List<Other.Line> Others { get; set; } = [];

            public class Line
            {
                public string Sku { get; set; } = "";
            }
        }

        public struct Point
        {
            public int X { get; set; }
            public int Y;
        }

        public sealed class Node
        {
            public Node? Left { get; set; }
            public List<Node> Children { get; set; } = [];
        }

        public static class Handlers
        {
            [OnInsert]
            public static void On(Order order) { }
        }

        public static class Other
        {
            public sealed class Line;
        }
        """);

    [Fact]
    public void Constructors_get_their_arguments_from_locals() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        public sealed record Money(decimal Amount, string Currency = "EUR", DayOfWeek Day = DayOfWeek.Friday, int? Scale = 2)
        {
            public string? Note { get; init; }
            public required string Source { get; set; }
            public string Display => $"{Amount} {Currency}";
        }

        [StreamEntity]
        public readonly record struct Point(int X, int Y);

        [StreamEntity]
        public sealed class Ledger
        {
            [DynamoDBConstructor]
            internal Ledger(string id, double factor = 1.5, float ratio = 0.1f, long big = -1, int? none = null) => Id = id;

            public Ledger(string id, int other) : this(id) { }

            [DynamoDBHashKey("pk")] public string Id { get; }
            public double Factor { get; set; }
            public float Ratio { get; }
            public long Big { get; }
            public int? None { get; }
            [StreamIgnore] public int Other { get; set; }
        }

        public static class Handlers
        {
            [OnInsert<Money>]
            public static void OnMoney(Change<Money> change) { }

            [OnInsert<Point>]
            public static void OnPoint(Point point) { }

            [OnInsert<Ledger>]
            public static void OnLedger(Ledger ledger) { }
        }
        """);

    [Fact]
    public void Members_are_found_in_base_types_and_named_by_attributes() => Baseline.Verify(
        """
        namespace Shop;

        public abstract class Base
        {
            [DynamoDBHashKey] public string Pk { get; init; } = "";
            [DynamoDBVersion] public int? Version { get; private set; }
            public virtual string Kind { get; set; } = "";
            public static string Shared { get; set; } = "";
            public const int Limit = 5;
            public string this[int index] => "";
        }

        [DynamoDBTable("Parcels", lowerCamelCaseProperties: true)]
        internal sealed class Parcel : Base
        {
            private Parcel() { }

            [DynamoDBRangeKey(AttributeName = "sk")] public string Sort { get; set; } = "";
            [StreamAttribute("w\"g")] [DynamoDBProperty("weight")] public double Weight { get; private set; }
            [DynamoDBGlobalSecondaryIndexHashKey("by-owner", AttributeName = "owner_id")] public string Owner { get; set; } = "";
            public override string Kind { get => base.Kind; set => base.Kind = value; }
            public string Street = "";
            [Obsolete("Read Street.", error: true)] public string Road { get; set; } = "";
            public string @class { get; internal set; } = "";
            [DynamoDBIgnore] public object? Cache { get; set; }
            [StreamIgnore] public Uri? Link { get; set; }
            public bool IsHeavy => Weight > 20;
            public Size Size { get; set; }
        }

        internal struct Size
        {
            public required int Width { get; set; }
            public int Height { get; init; }
        }

        internal static class Handlers
        {
            [OnInsert<Parcel>]
            public static void On(Parcel parcel) { }
        }
        """);

    [Fact]
    public void A_constructor_that_sets_required_members_lifts_the_check() => Baseline.Verify(Entity(
        """
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Thing() => Key = "";

        public required string Key { get; set; }
        """));

    private static string Entity(string members) => $$"""
        namespace Shop;

        [StreamEntity]
        public class Thing
        {
        {{members}}
        }

        public static class Handlers
        {
            [OnInsert<Thing>]
            public static void On(Thing thing) { }
        }
        """;
}
