using DynamoHandlers.Images;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// The texts of one side of a record that patterns are compared with: found once each, on the raw bytes.
/// </summary>
internal ref struct ItemTexts
{
    private readonly ReadOnlySpan<byte> _keys;
    private readonly ReadOnlySpan<byte> _image;
    private byte[]? _discriminator;
    private ReadOnlySpan<byte> _discriminatorText;
    private Finding _finding;

    /// <param name="keys">The key attributes, a JSON object.</param>
    /// <param name="image">The item on this side of the change; empty if the record does not carry it.</param>
    /// <param name="names">The names of the key attributes.</param>
    public ItemTexts(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> image, in KeyNames names)
    {
        _keys = keys;
        _image = image;
        PartitionKey = names.Partition is { } partition && ImageLookup.TryFindText(keys, partition, out var text) ? text : default;
        SortKey = names.Sort is { } sort && ImageLookup.TryFindText(keys, sort, out text) ? text : default;
    }

    /// <summary>The partition key; empty if it is B.</summary>
    public ReadOnlySpan<byte> PartitionKey { get; }

    /// <summary>The sort key; empty if it is B or there is none.</summary>
    public ReadOnlySpan<byte> SortKey { get; }

    /// <summary>Looks for a discriminator among the keys, which every record has, then in the image.</summary>
    public Finding Find(byte[] name, out ReadOnlySpan<byte> text)
    {
        if (name != _discriminator)
        {
            _discriminator = name;
            _finding = ImageLookup.TryFindText(_keys, name, out _discriminatorText) ? Finding.Present
                : _image.IsEmpty ? Finding.Unknown
                : ImageLookup.TryFindText(_image, name, out _discriminatorText) ? Finding.Present
                : Finding.Absent;
        }

        text = _discriminatorText;
        return _finding;
    }
}

/// <summary>Whether an item has an attribute, as far as the record tells.</summary>
internal enum Finding
{
    /// <summary>It has not, or not as S or N.</summary>
    Absent,

    /// <summary>It has.</summary>
    Present,

    /// <summary>The record does not carry the image.</summary>
    Unknown,
}

/// <summary>The names of a table's key attributes, UTF-8; null where there is none or it is not known.</summary>
internal readonly record struct KeyNames(byte[]? Partition, byte[]? Sort);
