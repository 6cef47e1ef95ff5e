using System.ComponentModel;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Images;

/// <summary>Between item images and the items of the AWS SDK.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ImageItem
{
    /// <summary>Makes an item of the AWS SDK, as <c>PutItem</c> takes it, of an image.</summary>
    /// <param name="image">The JSON object of the item's attributes, UTF-8.</param>
    /// <exception cref="MappingException">The image is malformed.</exception>
    public static Dictionary<string, AttributeValue> FromImage(ReadOnlySpan<byte> image)
    {
        var reader = new ImageReader(image);
        return reader.ReadAttributeValue().M;
    }

    /// <summary>Takes one attribute's value out of an image.</summary>
    /// <param name="writer">A writer at the end of the image.</param>
    /// <param name="attribute">The attribute.</param>
    /// <returns>Null if it was not written.</returns>
    public static AttributeValue? FindValue(ImageWriter writer, string attribute)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return FromImage(writer.ToArray()).GetValueOrDefault(attribute);
    }
}
