using System.Text;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Runtime.Tests.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Routing;

/// <summary>
/// Patterns against a model that knows nothing of strings' prefixes: all items there are, and which of them fit.
/// </summary>
public sealed class PatternPropertyTests
{
    private static readonly string?[] Discriminators = [null, "a", "b"];
    private static readonly string[] Values = ["x", "xy", "x*", "xy*", "*", "é"];
    private static readonly string?[] Prefixes = [null, "A", "A#", "A#é", "B"];
    private static readonly string[] Keys = ["A", "A#", "A#é", "AB", "B", "C"];
    private static readonly string?[] Attributes = [null, "x", "xy", "xyz", "xz", "é", "y"];

    private static readonly Item[] Items =
    [
        .. from partition in Keys
           from sort in Keys
           from a in Attributes
           from b in Attributes
           select new Item(partition, sort, a, b),
    ];

    [Fact]
    public void One_pattern_implies_another_if_all_its_items_fit_that_too() => ForAll(static random =>
    {
        var (one, other) = (RandomPattern(random), RandomPattern(random));
        var (items, others) = (Fitting(one), Fitting(other));

        Assert.Equal(items.IsSubsetOf(others), one.Imply(other));
        Assert.Equal(items.Overlaps(others), one.CanHoldWith(other));
        Assert.Equal(
            items.Overlaps(others) && items.IsSubsetOf(others) == others.IsSubsetOf(items), one.ConflictWith(other));
    });

    [Fact]
    public void The_most_specific_pattern_wins() => ForAll(static random =>
    {
        var patterns = RandomPatterns(random);
        var router = new EntityRouter(patterns, new("pk"u8.ToArray(), "sk"u8.ToArray()));
        for (var i = 0; i < 20; i++)
        {
            var item = Items[random.Next(Items.Length)];
            var fitting = patterns.Where(pattern => Fits(pattern, item)).ToList();
            var mostSpecific = fitting.SingleOrDefault(one => fitting.TrueForAll(other => Fitting(one).IsSubsetOf(Fitting(other))));

            var found = router.Classify(item.ToKeys(random), item.ToImage(random));

            Assert.Equal(mostSpecific is null ? EntityRouter.None : patterns.IndexOf(mostSpecific), found);
            Assert.Equal(fitting.Count > 0, mostSpecific is not null);
        }
    });

    [Fact]
    public void Without_the_image_it_says_what_it_would_say_with_it_or_that_it_does_not_know() => ForAll(static random =>
    {
        var patterns = RandomPatterns(random);
        var router = new EntityRouter(patterns, new("pk"u8.ToArray(), "sk"u8.ToArray()));
        var item = Items[random.Next(Items.Length)];
        var keys = item.ToKeys(random);

        var blind = router.Classify(keys, default);

        Assert.True(blind == EntityRouter.Unknown || blind == router.Classify(keys, item.ToImage(random)));
        Assert.True(blind != EntityRouter.Unknown || router.ReadsImages);
    });

    private static List<PatternConditions> RandomPatterns(Random random)
    {
        var patterns = new List<PatternConditions>();
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var pattern = RandomPattern(random);
            if (!patterns.Exists(pattern.ConflictWith))
            {
                patterns.Add(pattern);
            }
        }

        return patterns;
    }

    private static PatternConditions RandomPattern(Random random) => PatternConditions.Of(
        Discriminators[random.Next(Discriminators.Length)],
        Values[random.Next(Values.Length)],
        Prefixes[random.Next(Prefixes.Length)],
        Prefixes[random.Next(Prefixes.Length)]);

    private static HashSet<Item> Fitting(PatternConditions pattern) => [.. Items.Where(item => Fits(pattern, item))];

    private static bool Fits(PatternConditions pattern, Item item)
    {
        var text = pattern.Discriminator switch
        {
            null => null,
            "a" => item.A,
            _ => item.B,
        };
        return item.Partition.StartsWith(pattern.KeyPrefix, StringComparison.Ordinal)
            && item.Sort.StartsWith(pattern.SortKeyPrefix, StringComparison.Ordinal)
            && (pattern.Discriminator is null
                || (text is not null && (pattern.IsPrefix ? text.StartsWith(pattern.Value, StringComparison.Ordinal) : text == pattern.Value)));
    }

    private static void ForAll(Action<Random> property) => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed => property(new Random(seed))).Check(Properties.Runs);

    private sealed record Item(string Partition, string Sort, string? A, string? B)
    {
        public byte[] ToKeys(Random random) => Json(random, ("sk", Sort), ("pk", Partition));

        public byte[] ToImage(Random random) => Json(random, ("pk", Partition), ("other", "x"), ("a", A), ("sk", Sort), ("b", B));

        private static byte[] Json(Random random, params (string Name, string? Text)[] attributes) => Encoding.UTF8.GetBytes(
            "{" + string.Join(',', attributes.Where(static attribute => attribute.Text is not null)
                .Select(attribute => $$"""{{Quote(random, attribute.Name)}}:{"S":{{Quote(random, attribute.Text!)}}}""")) + "}");

        private static string Quote(Random random, string text) =>
            $"\"{string.Concat(text.Select(c => random.Next(3) == 0 ? $"\\u{(int)c:x4}" : c.ToString()))}\"";
    }
}
