using System.ComponentModel;
using System.Text;

namespace DynamoHandlers.Images;

/// <summary>
/// The way to an attribute: its name, after those of the maps that it is in. Immutable; generated filters make each
/// once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttributePath
{
    private readonly byte[][] _names;

    /// <summary>Makes a path.</summary>
    /// <param name="names">The attribute at the top of the item, then one name for each level of maps; at least one.</param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public AttributePath(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length == 0)
        {
            throw new ArgumentException("A path has at least one name.", nameof(names));
        }

        _names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
    }

    /// <summary>How many names there are.</summary>
    public int Length => _names.Length;

    /// <summary>The name at a level, from 0, UTF-8.</summary>
    public ReadOnlySpan<byte> this[int level] => _names[level];

    /// <summary>The names with dots, for messages.</summary>
    public override string ToString() => string.Join('.', _names.Select(Encoding.UTF8.GetString));
}
