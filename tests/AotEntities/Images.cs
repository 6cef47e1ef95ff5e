using System.Text;
using DynamoHandlers.Images;

namespace AotEntities;

/// <summary>Compares whole images.</summary>
internal static class Images
{
    /// <summary>The first attribute in which two images differ; null if they mean the same.</summary>
    public static string? Difference(byte[] expected, byte[] actual) => expected.AsSpan().SequenceEqual(actual)
        ? null
        : Names(expected).Union(Names(actual)).FirstOrDefault(name =>
            ImageComparer.Changed(expected, actual, Encoding.UTF8.GetBytes(name)));

    private static List<string> Names(byte[] image)
    {
        var names = new List<string>();
        var reader = new ImageReader(image);
        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            names.Add(reader.GetName());
            reader.Skip();
        }

        return names;
    }
}
