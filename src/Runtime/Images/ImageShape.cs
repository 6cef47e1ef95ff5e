using System.ComponentModel;

namespace DynamoHandlers.Images;

/// <summary>
/// Written by the generator: which attributes a mapper reads, in the order of its members, and the shapes of those that
/// are objects of their own. Immutable, safe for concurrent use.
/// </summary>
/// <param name="attributes">The attributes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ImageShape(params ImageAttribute[] attributes)
{
    internal IReadOnlyList<ImageAttribute> Attributes => attributes;

    /// <summary>Which attribute is at hand.</summary>
    /// <param name="reader">A reader at an attribute.</param>
    /// <param name="expected">Where to look first: images tend to keep the order of their attributes.</param>
    /// <returns>Its index; -1 if it is none of these, or one of a flattened member.</returns>
    internal int IndexOf(in ImageReader reader, int expected)
    {
        for (var i = 0; i < attributes.Length; i++)
        {
            var index = (expected + i) % attributes.Length;
            if (attributes[index].IsNamed(reader))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Whether the attribute at hand is read, by a member of this shape or one that is flattened into it.</summary>
    internal bool Reads(in ImageReader reader)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Kind == ImageAttributeKind.Flattened
                    ? attribute.Shape.Reads(reader)
                    : attribute.IsNamed(reader))
            {
                return true;
            }
        }

        return false;
    }
}
