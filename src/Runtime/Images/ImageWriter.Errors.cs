using System.ComponentModel;
using System.Globalization;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    private const int ShownLength = 40;

    /// <summary>What to throw when an object is of none of the types that its place in an item can hold.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="target">The type that names those that can stand for it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MappingException UnknownType(Type type, Type target)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(target);
        _json.Flush();
        var path = ImagePath.At(_image.WrittenSpan, int.MaxValue);
        var what = path.Length == 0 ? "the item" : $"attribute '{path}'";
        return new(
            $"An object of {type.FullName} cannot be written to {what}: it is none of the derived types that " +
            $"{target.FullName} names. Add [StreamDerivedType] or [DynamoDBPolymorphicType] for it.")
        {
            Attribute = path.Length == 0 ? null : path,
            WireType = WireType.Map,
            TargetType = type,
        };
    }

    /// <summary>What to throw when a converter of the user's cannot convert the value that is due.</summary>
    internal MappingException FailedConversion(Type type, string? attribute, string because, Exception inner)
    {
        if (attribute is not null)
        {
            WriteName(attribute);
        }

        var path = PathOfNext();
        return new($"A value of {type.FullName} cannot be written to attribute '{path}': {because}.", inner)
        {
            Attribute = path,
            TargetType = type,
        };
    }

    private void CheckTurn(Turn turn, string method)
    {
        if (_turn != turn)
        {
            throw OutOfTurn(method);
        }
    }

    private InvalidOperationException OutOfTurn(string method)
    {
        var expected = _turn switch
        {
            _ when _set is not null => "an element of a set or the set's end",
            Turn.Image => "the image's BeginMap",
            Turn.Name => "an attribute's name or the map's end",
            Turn.NameAsValue => "an attribute's name",
            Turn.Value when IsInMap => "the attribute's value",
            Turn.Value => "an element or the list's end",
            _ => "nothing, for the image has ended",
        };
        _json.Flush();
        var path = ImagePath.At(_image.WrittenSpan, int.MaxValue);
        return new($"{method} is out of turn{(path.Length == 0 ? "" : $" at '{path}'")}: expected is {expected}.");
    }

    /// <summary>What to throw, before anything of the value is written, when DynamoDB would not store it.</summary>
    private MappingException CannotWrite(object value, Type type, WireType wireType, string because)
    {
        var path = PathOfNext();
        var shown = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        var cut = shown.Length > ShownLength ? shown[..ShownLength] + '…' : shown;
        return new(
            $"The value {cut} of {type.FullName} cannot be written to attribute '{path}' as {WireTypeNames.Of(wireType)}: {because}.")
        {
            Attribute = path,
            WireType = wireType,
            TargetType = type,
        };
    }

    private MappingException TooDeep()
    {
        _json.Flush();
        var path = ImagePath.At(_image.WrittenSpan, int.MaxValue);
        return new(
            $"Attribute '{path}' cannot be written: it nests deeper than the {MaxDepth} levels that DynamoDB stores. " +
            "Does the object contain itself?")
        {
            Attribute = path,
        };
    }

    private string PathOfNext()
    {
        if (_turn == Turn.NameAsValue)
        {
            _json.Flush();
            return ImagePath.At(_image.WrittenSpan, int.MaxValue);
        }

        var element = _set is null ? "" : $"[{_set.Count}]";
        _set = null;
        BeginValue(nameof(PathOfNext));
        _json.WriteStartObject(); // Counts it, where it is an element of a list.
        _json.Flush();
        return ImagePath.At(_image.WrittenSpan, int.MaxValue) + element;
    }
}
