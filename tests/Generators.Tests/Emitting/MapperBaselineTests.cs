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
        public char Letter { get; set; }
        public Int128 I128 { get; set; }
        public UInt128? U128 { get; set; }
        public System.Numerics.BigInteger Big { get; set; }
        public Half Half { get; set; }
        public TimeOnly Clock { get; set; }
        public Uri Link { get; set; } = new("x:");
        public Version? Version { get; set; }
        public System.IO.MemoryStream? Stream { get; set; }
        public Memory<byte> Memory { get; set; }
        public ReadOnlyMemory<byte>? Read { get; set; }
        public Amazon.DynamoDBv2.Model.AttributeValue? Raw { get; set; }
        [StreamDuration(DurationUnit.Ticks)] public TimeSpan Ticks { get; set; }
        [StreamDuration(DurationUnit.Milliseconds)] public TimeSpan Millis { get; set; }
        [StreamDuration(DurationUnit.Seconds)] public TimeSpan? Seconds { get; set; }
        [StreamDuration(DurationUnit.Minutes)] public TimeSpan Minutes { get; set; }
        [StreamDuration(DurationUnit.Hours)] public TimeSpan Hours { get; set; }
        [StreamDuration(DurationUnit.Days)] public TimeSpan Days { get; set; }
        """));

    [Fact]
    public void Collections_that_cannot_be_filled_are_made_of_others() => Baseline.Verify(Entity(
        """
        public IReadOnlyList<string?> List { get; set; } = [];
        public IEnumerable<Uri>? Links { get; set; }
        public Stack<int> Stack { get; set; } = [];
        public System.Collections.ObjectModel.ReadOnlyCollection<int> Closed { get; set; } = new([]);
        public System.Collections.Immutable.ImmutableArray<int> Array { get; set; } = [];
        public System.Collections.Immutable.ImmutableArray<int>? MaybeArray { get; set; }
        public IReadOnlySet<string> Set { get; set; } = new HashSet<string>();
        public System.Collections.Frozen.FrozenSet<Guid> Frozen { get; set; } = null!;
        public SortedDictionary<string, IList<int>> Sorted { get; set; } = [];
        public System.Collections.Immutable.ImmutableDictionary<string, int?> Map { get; set; } = null!;
        public Labels Own { get; set; } = [];
        public Amazon.DynamoDBv2.Model.AttributeValue[] Raw { get; set; } = [];

        public sealed class Labels : List<string>;
        """));

    [Fact]
    public void Keys_of_dictionaries_are_read_from_the_names_of_attributes() => Baseline.Verify(Entity(
        """
        public Dictionary<int, string> ByNumber { get; set; } = [];
        public IReadOnlyDictionary<DayOfWeek, decimal?>? ByDay { get; set; }
        public System.Collections.Frozen.FrozenDictionary<Guid, Dictionary<string, int>> ById { get; set; } = null!;
        public Dictionary<string, int> First { get; set; } = [];
        public Dictionary<string, int?> Second { get; set; } = [];
        """));

    [Fact]
    public void Tuples_are_read_as_maps_of_their_items() => Baseline.Verify(Entity(
        """
        public (int Count, string? Note) Pair { get; set; }
        public (int, string)? Maybe { get; set; }
        public Tuple<int, List<(string, Uri)>>? Old { get; set; }
        public KeyValuePair<string, Thing?> Entry { get; set; }
        public (int, int, int, int, int, int, int, string) Eight { get; set; }
        """));

    [Fact]
    public void Types_of_one_name_are_read_by_methods_of_two_names() => Baseline.Verify(
        """
        namespace Shop;

        [StreamEntity]
        public class Order
        {
            public List<A.Tag> First { get; set; } = [];
            public List<B.Tag> Second { get; set; } = [];
            public IList<ListOfTag> Third { get; set; } = [];
            public ListOfTag Fourth { get; set; } = [];
        }

        public static class A { public enum Tag { One } }
        public static class B { public enum Tag { One } }
        public sealed class ListOfTag : List<int>;

        public static class Handlers
        {
            [OnInsert]
            public static void On(Order order) { }
        }
        """);

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
