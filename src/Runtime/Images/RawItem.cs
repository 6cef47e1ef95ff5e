using System.ComponentModel;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Images;

/// <summary>Reads items as they are, without an entity: what handlers of unmatched records get.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RawItem
{
    /// <summary>Reads an item.</summary>
    /// <param name="image">The JSON object of the item's attributes, UTF-8.</param>
    /// <exception cref="MappingException">The image is not DynamoDB's JSON.</exception>
    public static Dictionary<string, AttributeValue> Read(ReadOnlySpan<byte> image)
    {
        var reader = new ImageReader(image);
        var item = new Dictionary<string, AttributeValue>();
        reader.BeginMap(typeof(Dictionary<string, AttributeValue>));
        while (reader.NextAttribute())
        {
            var name = reader.GetName();
            item[name] = reader.ReadAttributeValue();
        }

        return item;
    }
}
