using System.Text;
using DynamoHandlers.Differential.Tests.Entities;
using DynamoHandlers.Differential.Tests.Sdk;
using DynamoHandlers.Differential.Tests.Values;
using DynamoHandlers.Images;

namespace DynamoHandlers.Differential.Tests;

/// <summary>Values of one shape, written by the SDK and read by it and by us.</summary>
/// <param name="seeds">Of the values.</param>
/// <param name="byOthers">Whether what the SDK has written is changed as if others had.</param>
internal sealed class ReadComparison(IReadOnlyList<int> seeds, bool byOthers = false) : IShapeVisitor
{
    /// <summary>What must not be.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The differences that occurred and are known.</summary>
    public HashSet<KnownDifference> Met { get; } = [];

    /// <summary>How many values were read by both and are equal.</summary>
    public int Equal { get; private set; }

    /// <summary>How many values were read by us alone, rightly.</summary>
    public int Ours { get; private set; }

    /// <summary>How many values have a known difference that leaves nothing to compare.</summary>
    public int Left { get; private set; }

    public void Visit<T>(Shape<T> shape)
        where T : notnull
    {
        foreach (var way in Way.All)
        {
            using var sdk = new SdkContext(way);
            foreach (var seed in seeds)
            {
                if (byOthers)
                {
                    CompareByOthers(shape, sdk, seed, $"{shape.Name}, seed {seed}, {way} and changed");
                }
                else
                {
                    Compare(shape, sdk, $"{shape.Name}, seed {seed}, {way}", new RandomValues(seed).Make<T>());
                }
            }
        }
    }

    private void Compare<T>(Shape<T> shape, SdkContext sdk, string what, T value)
        where T : notnull
    {
        if (!Try(shape, Side.SdkCannotWrite, what, () => sdk.Write(value), out var item))
        {
            Left++;
            return;
        }

        var image = ItemJson.Write(item);
        what = $"{what}, {Encoding.UTF8.GetString(image)}";
        if (!Try(shape, Side.WeCannotRead, what, () => shape.Read(image), out var ours))
        {
            Left++;
            return;
        }

        if (DeepComparison.Lost(value, ours) is { } lost)
        {
            Problems.Add($"{what}: lost is {lost}");
        }

        if (!Try(shape, Side.SdkCannotRead, what, () => sdk.Read<T>(item), out var theirs))
        {
            Ours++;
        }
        else if (DeepComparison.Difference(theirs, ours) is not { } difference)
        {
            Equal++;
        }
        else if (!IsKnown(shape, Side.ReadOtherwise, difference))
        {
            Problems.Add($"{what}: {difference}");
        }
    }

    // Where the SDK cannot read, we may or may not.
    private void CompareByOthers<T>(Shape<T> shape, SdkContext sdk, int seed, string what)
        where T : notnull
    {
        if (!Try(shape, Side.SdkCannotWrite, what, () => sdk.Write(new RandomValues(seed).Make<T>()), out var item))
        {
            Left++;
            return;
        }

        item = new OtherWriters(seed).Rewrite(item);
        T theirs;
        try
        {
            theirs = sdk.Read<T>(item);
        }
        catch (Exception e) when (e is not MappingException)
        {
            Left++;
            return;
        }

        var image = ItemJson.Write(item);
        what = $"{what}, {Encoding.UTF8.GetString(image)}";
        if (!Try(shape, Side.WeCannotRead, what, () => shape.Read(image), out var ours))
        {
            Left++;
        }
        else if (DeepComparison.Difference(theirs, ours) is not { } difference)
        {
            Equal++;
        }
        else if (!IsKnown(shape, Side.ReadOtherwise, difference))
        {
            Problems.Add($"{what}: {difference}");
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
            if (!IsKnown(shape, side, e.Message))
            {
                Problems.Add($"{what}: {side}: {e.Message}");
            }

            return false;
        }
    }

    private bool IsKnown(Shape shape, Side side, string message)
    {
        var known = KnownDifference.OfReading.FirstOrDefault(d => d.Covers(shape.Name, side, message));
        return known is not null && (Met.Add(known) || true);
    }
}
