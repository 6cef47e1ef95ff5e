using System.ComponentModel;

namespace DynamoHandlers.Images;

/// <summary>
/// Compares attribute values of two images without materializing them, by what they mean to DynamoDB: numbers
/// numerically, sets and maps without order, texts by content whatever their escapes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ImageComparer
{
    /// <summary>Whether a top-level attribute differs between two images; absent and NULL are different.</summary>
    /// <remarks>Allocates only if the attribute is in both images, in different bytes.</remarks>
    /// <param name="old">One image's JSON object, UTF-8; may be empty (no attributes).</param>
    /// <param name="new">The other's.</param>
    /// <param name="utf8Name">The attribute.</param>
    /// <exception cref="MappingException">An image is not DynamoDB's JSON.</exception>
    public static bool Changed(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new, ReadOnlySpan<byte> utf8Name)
    {
        var hasOld = ImageLookup.TryFind(old, utf8Name, out var before);
        var hasNew = ImageLookup.TryFind(@new, utf8Name, out var after);
        return hasOld && hasNew ? Differ(old, before, @new, after) : hasOld != hasNew;
    }

    /// <summary>
    /// Whether an attribute in nested maps differs between two images; absent and NULL are different. What is in an
    /// absent map, or in what is no map, is absent.
    /// </summary>
    /// <remarks>Allocates only if the attribute is in both images, in different bytes.</remarks>
    /// <param name="old">One image's JSON object, UTF-8; may be empty (no attributes).</param>
    /// <param name="new">The other's.</param>
    /// <param name="path">The attribute.</param>
    /// <exception cref="MappingException">An image is not DynamoDB's JSON.</exception>
    public static bool Changed(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new, AttributePath path)
    {
        var hasOld = ImageLookup.TryFind(old, path, out var before);
        var hasNew = ImageLookup.TryFind(@new, path, out var after);
        return hasOld && hasNew ? Differ(old, before, @new, after) : hasOld != hasNew;
    }

    private static bool Differ(ReadOnlySpan<byte> old, ImageReader before, ReadOnlySpan<byte> @new, ImageReader after)
    {
        var oldValue = before.SkipToRange();
        var newValue = after.SkipToRange();
        if (old.Slice(oldValue.Start, oldValue.Length).SequenceEqual(@new.Slice(newValue.Start, newValue.Length)))
        {
            return false;
        }

        var left = before.At(oldValue);
        var right = after.At(newValue);
        return !AreEqual(ref left, ref right);
    }

    /// <summary>Whether the values at hand mean the same; both are read.</summary>
    internal static bool AreEqual(ref ImageReader left, ref ImageReader right)
    {
        if (left.WireType != right.WireType)
        {
            return false;
        }

        switch (left.WireType)
        {
            case WireType.Map:
                return MapsAreEqual(ref left, ref right);
            case WireType.List:
                return ListsAreEqual(ref left, ref right);
            case WireType.StringSet or WireType.NumberSet or WireType.BinarySet:
                return Elements(ref left).SetEquals(Elements(ref right));
            default:
                return Scalar(ref left) == Scalar(ref right);
        }
    }

    private static bool MapsAreEqual(ref ImageReader left, ref ImageReader right)
    {
        var leftValues = Values(ref left);
        var rightValues = Values(ref right);
        if (leftValues.Count != rightValues.Count)
        {
            return false;
        }

        foreach (var (name, value) in leftValues)
        {
            if (!rightValues.TryGetValue(name, out var other))
            {
                return false;
            }

            var leftValue = left.At(value);
            var rightValue = right.At(other);
            if (!AreEqual(ref leftValue, ref rightValue))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ListsAreEqual(ref ImageReader left, ref ImageReader right)
    {
        left.BeginList(typeof(object));
        right.BeginList(typeof(object));
        while (left.NextElement())
        {
            if (!right.NextElement() || !AreEqual(ref left, ref right))
            {
                return false;
            }
        }

        return !right.NextElement();
    }

    private static Dictionary<string, (int Start, int Length)> Values(ref ImageReader map)
    {
        var values = new Dictionary<string, (int Start, int Length)>();
        map.BeginMap(typeof(object));
        while (map.NextAttribute())
        {
            values[map.GetName()] = map.SkipToRange();
        }

        return values;
    }

    private static HashSet<string> Elements(ref ImageReader set)
    {
        var elements = new HashSet<string>();
        set.BeginList(typeof(object));
        while (set.NextElement())
        {
            elements.Add(Scalar(ref set));
        }

        return elements;
    }

    /// <summary>A text that equal values of one type have in common, and only they.</summary>
    private static string Scalar(ref ImageReader value)
    {
        switch (value.WireType)
        {
            case WireType.Number:
                return value.ReadCanonicalNumber();
            case WireType.Binary:
                return Convert.ToBase64String(value.ReadBytes());
            case WireType.Boolean:
                return value.ReadBoolean() ? "true" : "false";
            case WireType.Null:
                value.TryReadNull();
                return "";
            default:
                return value.ReadString();
        }
    }
}
