using System.ComponentModel;

namespace DynamoHandlers.Images;

// What tells which of several types an item is.
public ref partial struct ImageReader
{
    /// <summary>
    /// Enters the image itself, or the map at hand, and moves to the attribute with a name, whatever stands before it.
    /// Used on a copy of the reader, as what was passed over cannot be read any more.
    /// </summary>
    /// <param name="utf8Name">The name, UTF-8.</param>
    /// <param name="target">What the map is to be read as; for the error only.</param>
    /// <returns>Whether it is there and not NULL; if not, the map was left.</returns>
    /// <exception cref="MappingException">The value at hand is not a map, or malformed.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool SeekAttribute(ReadOnlySpan<byte> utf8Name, Type target)
    {
        BeginMap(target);
        while (NextAttribute())
        {
            if (IsNamed(utf8Name) && _type != WireType.Null)
            {
                return true;
            }

            Skip();
        }

        return false;
    }

    /// <summary>Whether the value at hand is this text, or a number that is written so; it stays at hand.</summary>
    /// <param name="utf8Text">The text, UTF-8.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly bool IsText(ReadOnlySpan<byte> utf8Text) =>
        _type is WireType.String or WireType.Number && Text().SequenceEqual(utf8Text);

    /// <summary>What to throw when the discriminator at hand names no known type.</summary>
    /// <param name="target">The .NET type that was to be read.</param>
    /// <param name="known">The values that are known.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly Exception UnknownType(Type target, string known) =>
        CannotRead(target, $"as a discriminator it names no known type; known are {known}");
}
