using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Reads one value of an image, as a generated mapper would.</summary>
internal static class Reading
{
    public delegate T Read<out T>(ref ImageReader reader);

    /// <summary>Reads the value of the image's only attribute, <c>a</c>, and the image to its end.</summary>
    public static T Value<T>(string value, Read<T> read)
    {
        var reader = new ImageReader(Encoding.UTF8.GetBytes($$"""{"a":{{value}}}"""));
        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        Assert.True(reader.IsNamed("a"u8));
        var result = read(ref reader);
        Assert.False(reader.NextAttribute());
        return result;
    }

    public static MappingException Failure<T>(string value, Read<T> read) =>
        Assert.Throws<MappingException>(() => { Value(value, read); });
}
