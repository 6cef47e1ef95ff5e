using System.Text;
using DynamoHandlers.Differential.Tests.Entities;
using DynamoHandlers.Differential.Tests.Sdk;
using DynamoHandlers.Differential.Tests.Values;
using DynamoHandlers.Images;

namespace DynamoHandlers.Differential.Tests;

/// <summary>
/// Values of one shape, written by us: read back they are the same, the SDK reads them so too, and where it can write
/// them it makes the same item.
/// </summary>
internal sealed class WriteComparison(IReadOnlyList<int> seeds) : IShapeVisitor
{
    /// <summary>What must not be.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The differences that occurred and are known.</summary>
    public HashSet<KnownDifference> Met { get; } = [];

    /// <summary>How many values were read back as they were.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>How many values the SDK has written in the same way.</summary>
    public int Equal { get; private set; }

    /// <summary>How many values the SDK has read in the same way.</summary>
    public int ReadEqual { get; private set; }

    public void Visit<T>(Shape<T> shape)
        where T : notnull
    {
        foreach (var way in Way.All.Where(static w => !w.WritesEmptyTexts))
        {
            using var sdk = new SdkContext(way);
            foreach (var seed in seeds)
            {
                Compare(shape, sdk, way, $"{shape.Name}, seed {seed}, {way}", new RandomValues(seed).Make<T>());
            }
        }
    }

    private void Compare<T>(Shape<T> shape, SdkContext sdk, Way way, string what, T value)
        where T : notnull
    {
        var image = shape.Write(value, way.IsV1 ? ConversionSchema.V1 : ConversionSchema.V2);
        what = $"{what}, {Encoding.UTF8.GetString(image)}";
        if (!Try(shape, Side.WeCannotRead, what, () => shape.Read(image), out var read))
        {
            return;
        }

        // Read back nothing is lost, and what is read now does not change any more.
        var again = shape.Read(shape.Write(read, way.IsV1 ? ConversionSchema.V1 : ConversionSchema.V2));
        Check(shape, Side.ReadOtherwise, what, DeepComparison.Lost(value, read) ?? DeepComparison.Difference(read, again));
        RoundTrips++;
        if (!shape.IsKnownToSdk)
        {
            return;
        }

        var ours = ItemJson.Read(image);
        if (Try(shape, Side.SdkCannotWrite, what, () => sdk.Write(value), out var theirs))
        {
            Check(shape, Side.WrittenOtherwise, what, CanonicalItem.Difference(theirs, ours));
            Equal++;
        }

        if (Try(shape, Side.SdkCannotRead, what, () => sdk.Read<T>(ours), out var readByThem))
        {
            Check(shape, Side.ReadOtherwise, what, DeepComparison.Difference(readByThem, read));
            ReadEqual++;
        }
    }

    private void Check(Shape shape, Side side, string what, string? difference)
    {
        if (difference is not null && !IsKnown(shape, side, difference))
        {
            Problems.Add($"{what}: {side}: {difference}");
        }
    }

    private bool Try<TResult>(Shape shape, Side side, string what, Func<TResult> action, out TResult result)
    {
        result = default!;
        try
        {
            result = action();
            return true;
        }
        catch (Exception e) when (side != Side.WeCannotRead || e is MappingException)
        {
            Check(shape, side, what, e.Message);
            return false;
        }
    }

    private bool IsKnown(Shape shape, Side side, string message)
    {
        var known = KnownDifference.OfWriting.FirstOrDefault(d => d.Covers(shape.Name, side, message));
        return known is not null && (Met.Add(known) || true);
    }
}
