using System.Text;
using DynamoHandlers.Differential.Tests.Entities;
using DynamoHandlers.Differential.Tests.Sdk;
using DynamoHandlers.Differential.Tests.Values;

namespace DynamoHandlers.Differential.Tests;

/// <summary>
/// Writes images of all shapes, what becomes of each when the generated mapper reads and writes it here, and whether
/// the generated diff tells it from itself and from the one before, for tests/AotEntities to do the same.
/// </summary>
internal sealed class Corpus(TextWriter corpus, IReadOnlyList<int> seeds) : IShapeVisitor
{
    private Shape? _shape;
    private byte[] _previous = [];

    /// <summary>How many images were written.</summary>
    public int Count { get; private set; }

    public void Visit<T>(Shape<T> shape)
        where T : notnull
    {
        foreach (var way in new[] { Way.V1, Way.V2 })
        {
            using var sdk = new SdkContext(way);
            var conversion = way.IsV1 ? ConversionSchema.V1 : ConversionSchema.V2;
            foreach (var value in seeds.Select(static seed => new RandomValues(seed).Make<T>()))
            {
                Add(shape, conversion, shape.Write(value, conversion));
                if (shape.IsKnownToSdk && TryWrite(sdk, value) is { } image)
                {
                    Add(shape, conversion, image);
                }
            }
        }
    }

    // What the SDK cannot write, ReadTests knows.
    private static byte[]? TryWrite<T>(SdkContext sdk, T value)
    {
        try
        {
            return ItemJson.Write(sdk.Write(value));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Add(Shape shape, ConversionSchema conversion, byte[] image)
    {
        byte[] rewritten;
        try
        {
            rewritten = shape.Rewrite(image, conversion);
        }
        catch (Images.MappingException)
        {
            return; // Required and left out by the SDK.
        }

        // The first image of a shape is compared with itself, as every one is.
        var previous = _shape == shape ? _previous : image;
        (_shape, _previous) = (shape, image);
        corpus.WriteLine($"{shape.Name} {conversion} {shape.Differ(image, image)} {shape.Differ(previous, image)}");
        corpus.WriteLine(Encoding.UTF8.GetString(image));
        corpus.WriteLine(Encoding.UTF8.GetString(rewritten));
        Count++;
    }
}
