namespace DynamoHandlers.Images;

/// <summary>A map in an image, the image itself included; <c>default</c> where there is none.</summary>
/// <param name="image">The image's JSON, which must not change any more.</param>
/// <param name="value">Where in it the map is, with its wrapper; empty for the image itself.</param>
internal readonly struct ImageMap(byte[] image, (int Start, int Length) value = default)
{
    private readonly byte[]? _image = image;

    public bool IsNone => _image is null;

    /// <summary>The map's bytes: where they are equal, so is everything that is read from them.</summary>
    public ReadOnlySpan<byte> Bytes => value.Length == 0 ? _image : BytesOf(value);

    public ReadOnlySpan<byte> BytesOf((int Start, int Length) range) => _image.AsSpan(range.Start, range.Length);

    /// <summary>A reader in the map, before its first attribute. There must be one.</summary>
    public ImageReader Enter()
    {
        var reader = value.Length == 0 ? new ImageReader(_image) : At(value);
        reader.BeginMap(typeof(object));
        return reader;
    }

    /// <summary>A reader at a value in the map.</summary>
    public ImageReader At((int Start, int Length) range) => new ImageReader(_image).At(range);

    /// <summary>A value in the map, if that is a map itself.</summary>
    public ImageMap MapAt((int Start, int Length) range) =>
        range.Length > 0 && At(range).WireType == WireType.Map ? new(_image!, range) : default;

    /// <summary>The elements of a list in the map; none if it is no list.</summary>
    public (int Start, int Length)[] ElementsAt((int Start, int Length) range)
    {
        if (range.Length == 0 || At(range) is not { WireType: WireType.List } reader)
        {
            return [];
        }

        var elements = new List<(int Start, int Length)>();
        reader.BeginList(typeof(object));
        while (reader.NextElement())
        {
            elements.Add(reader.SkipToRange());
        }

        return [.. elements];
    }

    /// <summary>The values of a map in the map by their names; none if it is no map.</summary>
    public Dictionary<string, (int Start, int Length)> EntriesAt((int Start, int Length) range)
    {
        var entries = new Dictionary<string, (int Start, int Length)>();
        if (MapAt(range) is { IsNone: false } map)
        {
            var reader = map.Enter();
            while (reader.NextAttribute())
            {
                entries[reader.GetName()] = reader.SkipToRange();
            }
        }

        return entries;
    }
}
