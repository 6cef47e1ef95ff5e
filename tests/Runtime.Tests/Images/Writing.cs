using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Writes one value into an image, as a generated mapper would.</summary>
internal static class Writing
{
    /// <summary>What is written as the value of the image's only attribute, <c>a</c>, as JSON.</summary>
    public static string Value(Action<ImageWriter> write, ConversionSchema conversion = ConversionSchema.V2)
    {
        var image = Image(
            writer =>
            {
                writer.WriteName("a"u8);
                write(writer);
            },
            conversion);
        Assert.StartsWith("""{"a":""", image, StringComparison.Ordinal);
        return image["""{"a":""".Length..^1];
    }

    /// <summary>The image of what is written into its map.</summary>
    public static string Image(Action<ImageWriter> write, ConversionSchema conversion = ConversionSchema.V2)
    {
        using var writer = new ImageWriter(conversion);
        writer.BeginMap();
        write(writer);
        writer.EndMap();
        return Encoding.UTF8.GetString(writer.ToArray());
    }

    public static MappingException Failure(Action<ImageWriter> write) =>
        Assert.Throws<MappingException>(() => { Value(write); });
}
