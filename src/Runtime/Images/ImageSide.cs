namespace DynamoHandlers.Images;

/// <summary>
/// One side of a comparison: a map and where in it the attributes of a shape are, found when first asked for.
/// </summary>
internal sealed class ImageSide(ImageShape shape, ImageMap map)
{
    private Value[]? _values;
    private (int Start, int Length)[]?[]? _elements;
    private Dictionary<string, (int Start, int Length)>?[]? _entries;

    /// <summary>Whether the attribute is there; of a flattened object whether any of its attributes has a value.</summary>
    public Presence Presence(int index) => shape.Attributes[index].Kind == ImageAttributeKind.Flattened
        ? PresenceOfFlattened(shape.Attributes[index].Shape)
        : Values[index].Presence;

    /// <summary>The attribute's type; <see cref="WireType.None"/> if it is absent.</summary>
    public WireType WireType(int index) =>
        Range(index) is { Length: > 0 } range ? map.At(range).WireType : Images.WireType.None;

    /// <summary>Where the attribute's value is, with its wrapper; empty if it is absent.</summary>
    public (int Start, int Length) Range(int index) => Values[index].Range;

    public ReadOnlySpan<byte> Bytes(int index) => map.BytesOf(Range(index));

    /// <summary>The map that is an attribute, or is flattened into this one; none if it is no map.</summary>
    public ImageMap Nested(int index) =>
        shape.Attributes[index].Kind == ImageAttributeKind.Flattened ? map : map.MapAt(Range(index));

    /// <summary>The elements of an attribute that is a list; none if it is not.</summary>
    public (int Start, int Length)[] Elements(int index) =>
        (_elements ??= new (int Start, int Length)[]?[shape.Attributes.Count])[index] ??= map.ElementsAt(Range(index));

    /// <summary>The values of an attribute that is a map, by name; none if it is not.</summary>
    public Dictionary<string, (int Start, int Length)> Entries(int index) =>
        (_entries ??= new Dictionary<string, (int Start, int Length)>?[shape.Attributes.Count])[index] ??=
            map.EntriesAt(Range(index));

    /// <summary>The attributes that no member reads, by name.</summary>
    public Dictionary<string, (int Start, int Length)> Unread()
    {
        var unread = new Dictionary<string, (int Start, int Length)>();
        if (map.IsNone)
        {
            return unread;
        }

        var reader = map.Enter();
        while (reader.NextAttribute())
        {
            if (shape.Reads(reader))
            {
                reader.Skip();
            }
            else
            {
                var name = reader.GetName();
                unread[name] = reader.SkipToRange();
            }
        }

        return unread;
    }

    private Presence PresenceOfFlattened(ImageShape flattened)
    {
        var side = new ImageSide(flattened, map);
        var hasValue = Enumerable.Range(0, flattened.Attributes.Count)
            .Any(i => side.Presence(i) == DynamoHandlers.Presence.Value);
        return hasValue ? DynamoHandlers.Presence.Value : DynamoHandlers.Presence.Absent;
    }

    private Value[] Values => _values ??= Find();

    private Value[] Find()
    {
        var values = new Value[shape.Attributes.Count];
        if (map.IsNone)
        {
            return values;
        }

        var expected = 0;
        var reader = map.Enter();
        while (reader.NextAttribute())
        {
            var index = shape.IndexOf(reader, expected);
            if (index < 0)
            {
                reader.Skip();
                continue;
            }

            var isNull = reader.WireType == Images.WireType.Null;
            values[index] = new(
                isNull ? DynamoHandlers.Presence.Null : DynamoHandlers.Presence.Value, reader.SkipToRange());
            expected = index + 1;
        }

        return values;
    }

    private readonly record struct Value(Presence Presence, (int Start, int Length) Range);
}
