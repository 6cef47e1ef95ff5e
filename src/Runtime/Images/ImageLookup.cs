using System.ComponentModel;

namespace DynamoHandlers.Images;

/// <summary>Finds single attributes of an image, passing over the rest: nothing is materialized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ImageLookup
{
    /// <summary>Finds a top-level attribute.</summary>
    /// <param name="image">The JSON object of the item's attributes, UTF-8; may be empty (no attributes).</param>
    /// <param name="utf8Name">The attribute.</param>
    /// <param name="value">A reader at the attribute's value, to be read by one of its <c>Read…</c> methods.</param>
    /// <returns>Whether the attribute is there.</returns>
    /// <exception cref="MappingException">What comes before the attribute is not DynamoDB's JSON.</exception>
    public static bool TryFind(ReadOnlySpan<byte> image, ReadOnlySpan<byte> utf8Name, out ImageReader value)
    {
        value = new ImageReader(image);
        if (image.IsEmpty)
        {
            return false;
        }

        value.BeginMap(typeof(object));
        return MoveTo(ref value, utf8Name);
    }

    /// <summary>Finds an attribute in nested maps. What is in an absent map, or in what is no map, is absent.</summary>
    /// <inheritdoc cref="TryFind(ReadOnlySpan{byte}, ReadOnlySpan{byte}, out ImageReader)"/>
    /// <param name="image">The JSON object of the item's attributes, UTF-8; may be empty (no attributes).</param>
    /// <param name="path">The attribute.</param>
    /// <param name="value">A reader at the attribute's value, to be read by one of its <c>Read…</c> methods.</param>
    public static bool TryFind(ReadOnlySpan<byte> image, AttributePath path, out ImageReader value)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!TryFind(image, path[0], out value))
        {
            return false;
        }

        for (var level = 1; level < path.Length; level++)
        {
            if (value.WireType != WireType.Map)
            {
                return false;
            }

            value.BeginMap(typeof(object));
            if (!MoveTo(ref value, path[level]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds a top-level attribute that is S or N.</summary>
    /// <param name="image">The JSON object of the item's attributes; may be empty.</param>
    /// <param name="utf8Name">The attribute.</param>
    /// <param name="text">Its text without escapes, UTF-8.</param>
    internal static bool TryFindText(ReadOnlySpan<byte> image, ReadOnlySpan<byte> utf8Name, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryFind(image, utf8Name, out var value) || value.WireType is not (WireType.String or WireType.Number))
        {
            return false;
        }

        text = value.PeekText();
        return true;
    }

    private static bool MoveTo(ref ImageReader map, ReadOnlySpan<byte> utf8Name)
    {
        while (map.NextAttribute())
        {
            if (map.IsNamed(utf8Name))
            {
                return true;
            }

            map.Skip();
        }

        return false;
    }
}
