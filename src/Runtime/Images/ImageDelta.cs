namespace DynamoHandlers.Images;

/// <summary>
/// What two images, or two maps within them, say about a change beyond the values of the entities: which attributes are
/// there, and which are written differently. Finds out when first asked. Safe for concurrent use: at worst something is
/// found twice.
/// </summary>
/// <param name="shape">The attributes that are read.</param>
/// <param name="old">The map before.</param>
/// <param name="new">The map after.</param>
/// <param name="isFlattened">Whether the maps are those of the object around, which looks after unread attributes.</param>
internal sealed class ImageDelta(ImageShape shape, ImageMap old, ImageMap @new, bool isFlattened = false)
{
    private readonly ImageSide _old = new(shape, old);
    private readonly ImageSide _new = new(shape, @new);

    /// <summary>Whether both maps have the same bytes: then nothing at all has changed.</summary>
    public bool AreSame => old.IsNone == @new.IsNone && old.Bytes.SequenceEqual(@new.Bytes);

    /// <summary>
    /// Whether attributes changed that no member reads, here or in the objects within: those in lists are compared by
    /// position, those in maps by name, and what is not there counts as empty.
    /// </summary>
    public bool UnmappedChanged
    {
        get
        {
            if (AreSame)
            {
                return false;
            }

            if (!isFlattened && UnreadChanged())
            {
                return true;
            }

            for (var i = 0; i < shape.Attributes.Count; i++)
            {
                if (UnmappedChangedWithin(i))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Compares two images, of which it keeps copies; an empty one is none.</summary>
    public static ImageDelta Create(ImageShape shape, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new) =>
        new(shape, Copy(old), Copy(@new));

    public Presence OldPresence(int index) => _old.Presence(index);

    public Presence NewPresence(int index) => _new.Presence(index);

    /// <summary>
    /// Whether the attribute is a set at least on one side: what became a list in a rewrite had no order before.
    /// </summary>
    public bool IsSet(int index) => IsSet(_old.WireType(index)) || IsSet(_new.WireType(index));

    /// <summary>Whether the attribute has the same bytes on both sides, or is on neither.</summary>
    public bool IsSame(int index) => IsFlattened(index)
        ? AllWithin(index, static (nested, i) => nested.IsSame(i))
        : OldPresence(index) == NewPresence(index) && _old.Bytes(index).SequenceEqual(_new.Bytes(index));

    /// <summary>
    /// Whether the attribute differs in what it means to DynamoDB: numbers numerically, sets and maps without order.
    /// Absent and NULL are different.
    /// </summary>
    public bool RawChanged(int index)
    {
        if (IsFlattened(index))
        {
            return !AllWithin(index, static (nested, i) => !nested.RawChanged(i));
        }

        return OldPresence(index) == Presence.Value && NewPresence(index) == Presence.Value
            ? Differ(_old.Range(index), _new.Range(index))
            : OldPresence(index) != NewPresence(index);
    }

    /// <summary>The object that is an attribute, or is flattened into this one.</summary>
    public ImageDelta Nested(int index) =>
        new(shape.Attributes[index].Shape, _old.Nested(index), _new.Nested(index), IsFlattened(index));

    /// <summary>An object in an attribute that is a list, by its positions on either side; -1 where it is not.</summary>
    public ImageDelta Element(int index, int oldPosition, int newPosition)
    {
        return Within(index, At(_old.Elements(index), oldPosition), At(_new.Elements(index), newPosition));

        static (int Start, int Length) At((int Start, int Length)[] elements, int position) =>
            position >= 0 && position < elements.Length ? elements[position] : default;
    }

    /// <summary>An object in an attribute that is a map, by its name.</summary>
    public ImageDelta Entry(int index, string name) => Within(
        index, _old.Entries(index).GetValueOrDefault(name), _new.Entries(index).GetValueOrDefault(name));

    private static ImageMap Copy(ReadOnlySpan<byte> image) => image.IsEmpty ? default : new(image.ToArray());

    private static bool IsSet(WireType type) =>
        type is WireType.StringSet or WireType.NumberSet or WireType.BinarySet;

    private bool IsFlattened(int index) => shape.Attributes[index].Kind == ImageAttributeKind.Flattened;

    private bool AllWithin(int index, Func<ImageDelta, int, bool> test)
    {
        var nested = Nested(index);
        return Enumerable.Range(0, shape.Attributes[index].Shape.Attributes.Count).All(i => test(nested, i));
    }

    private ImageDelta Within(int index, (int Start, int Length) oldRange, (int Start, int Length) newRange) =>
        new(shape.Attributes[index].Shape, old.MapAt(oldRange), @new.MapAt(newRange));

    private bool Differ((int Start, int Length) oldRange, (int Start, int Length) newRange)
    {
        if (old.BytesOf(oldRange).SequenceEqual(@new.BytesOf(newRange)))
        {
            return false;
        }

        var left = old.At(oldRange);
        var right = @new.At(newRange);
        return !ImageComparer.AreEqual(ref left, ref right);
    }

    private bool UnreadChanged()
    {
        var (before, after) = (_old.Unread(), _new.Unread());
        return before.Count != after.Count
            || before.Any(value => !after.TryGetValue(value.Key, out var other) || Differ(value.Value, other));
    }

    private bool UnmappedChangedWithin(int index)
    {
        switch (shape.Attributes[index].Kind)
        {
            case ImageAttributeKind.Object or ImageAttributeKind.Flattened:
                return Nested(index).UnmappedChanged;

            case ImageAttributeKind.List when !IsSame(index):
                var count = Math.Max(_old.Elements(index).Length, _new.Elements(index).Length);
                return Enumerable.Range(0, count).Any(i => Element(index, i, i).UnmappedChanged);

            case ImageAttributeKind.Map when !IsSame(index):
                return _old.Entries(index).Keys.Union(_new.Entries(index).Keys)
                    .Any(name => Entry(index, name).UnmappedChanged);

            default:
                return false;
        }
    }
}
