namespace DynamoHandlers.Images;

// What says of which of several types a map is.
public sealed partial class ImageWriter
{
    private List<(int Depth, byte[] Name)>? _discriminators; // Of the maps that are open.

    /// <summary>Writes the attribute that says of which type the map at hand is.</summary>
    /// <param name="utf8Name">The attribute's name, UTF-8.</param>
    /// <param name="value">What stands for the type.</param>
    public void WriteDiscriminator(ReadOnlySpan<byte> utf8Name, string value)
    {
        WriteName(utf8Name);
        WriteString(value);
        (_discriminators ??= []).Add((_depth, utf8Name.ToArray()));
    }

    /// <summary>
    /// Whether <see cref="WriteDiscriminator"/> wrote an attribute of this name into the map at hand: a member of the
    /// same attribute then must not write it again.
    /// </summary>
    /// <param name="utf8Name">The attribute's name, UTF-8.</param>
    public bool HasDiscriminator(ReadOnlySpan<byte> utf8Name)
    {
        foreach (var (depth, name) in _discriminators ?? [])
        {
            if (depth == _depth && utf8Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private void ForgetDiscriminators()
    {
        while (_discriminators is [.., var last] && last.Depth == _depth)
        {
            _discriminators.RemoveAt(_discriminators.Count - 1);
        }
    }
}
