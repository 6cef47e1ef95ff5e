using System.Runtime.CompilerServices;
using System.Text.Json;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

/// <summary>
/// Reads an item image forward, attribute by attribute, straight out of the response's UTF-8 JSON. What generated
/// mappers call.
/// </summary>
/// <remarks>
/// <para>
/// The protocol: <see cref="BeginMap"/> at the image or at a map value; then <see cref="NextAttribute"/> until it
/// returns false, and after each true exactly one of the <c>Read…</c> methods, <see cref="TryReadNull"/> returning
/// true, <see cref="BeginMap"/>, <see cref="BeginList"/> or <see cref="Skip"/>; before that, perhaps, one of the
/// <c>Read…</c> methods on the attribute's name, after <see cref="BeginName"/>. <see cref="BeginList"/> likewise with
/// <see cref="NextElement"/>.
/// A call out of turn is an <see cref="InvalidOperationException"/>.
/// </para>
/// <para>
/// Values are read tolerantly, by their type on the wire: what cannot be read without loss is a
/// <see cref="MappingException"/> that names the attribute's path, the wire type and the .NET type. So is what is not
/// DynamoDB's JSON; of skipped values only the JSON is checked, not the shape. After an exception the reader is of no
/// more use.
/// </para>
/// </remarks>
public ref partial struct ImageReader
{
    private readonly ReadOnlySpan<byte> _image;
    private readonly int _start; // Where in the image _json began.
    private JsonCursor _json;

    private ReadOnlySpan<byte> _name;
    private int _valueAt; // Where the value at hand starts, with its wrapper.
    private WireType _type;
    private bool _isName; // Whether the value at hand is the attribute's name instead.
    private WireType _named; // Meanwhile: the type of the attribute's value.
    private WireType _container;

    // Of the containers around _container: whether each is a map (else a list), the innermost in the lowest bit. Sets
    // contain no containers. MaxDepth of the JSON keeps it from overflowing.
    private ulong _outerMaps;
    private int _depth;
    private int _leftAt; // Where the container left last ended.

    /// <summary>Starts before an image.</summary>
    /// <param name="image">The JSON object of the item's attributes, UTF-8.</param>
    public ImageReader(ReadOnlySpan<byte> image)
        : this(image, 0, image.Length) => _type = WireType.Map;

    private ImageReader(ReadOnlySpan<byte> image, int start, int length)
    {
        _image = image;
        _start = start;
        _json = new JsonCursor(image.Slice(start, length), MaxDepth);
    }

    /// <summary>The wire type of the value at hand; <see cref="WireType.None"/> between values.</summary>
    public readonly WireType WireType => _type;

    /// <summary>Enters the image itself, or the map at hand. <paramref name="target"/> is for the error only.</summary>
    /// <param name="target">What the map is to be read as.</param>
    /// <exception cref="MappingException">The value at hand is not a map.</exception>
    public void BeginMap(Type target)
    {
        if (_type != WireType.Map)
        {
            throw CannotRead(target);
        }

        if (IsAtStart)
        {
            ReadStart();
        }

        Enter(WireType.Map);
    }

    /// <summary>Moves to the next attribute of the map; false at its end, which leaves the map.</summary>
    /// <exception cref="MappingException">The attribute is not one of DynamoDB's JSON.</exception>
    public bool NextAttribute()
    {
        if (_container != WireType.Map || _type != WireType.None)
        {
            throw OutOfTurn(nameof(NextAttribute));
        }

        if (!_json.TryReadName())
        {
            Read();
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                Leave();
                return false;
            }
        }

        _name = TokenText();
        var valueAt = _start + _json.BytesConsumed;
        if (_json.TryReadWrapper(isElement: false, out var type))
        {
            (_valueAt, _type) = (valueAt, type);
            return true;
        }

        Read();
        BeginValue();
        return true;
    }

    /// <summary>Whether the attribute at hand has this name. Valid until its value was read.</summary>
    /// <param name="utf8Name">The name, UTF-8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // So that a name that is known is compared as a number or two.
    public readonly bool IsNamed(ReadOnlySpan<byte> utf8Name) => _name.SequenceEqual(utf8Name);

    /// <summary>The name of the attribute at hand. Valid until its value was read.</summary>
    /// <exception cref="MappingException">The name is not valid UTF-8.</exception>
    public readonly string GetName() => Decode(_name);

    /// <summary>Enters the list or set at hand. <paramref name="target"/> is for the error only.</summary>
    /// <param name="target">What the list is to be read as.</param>
    /// <exception cref="MappingException">The value at hand is neither a list nor a set.</exception>
    public void BeginList(Type target)
    {
        if (!IsListLike(_type))
        {
            throw CannotRead(target);
        }

        Enter(_type);
    }

    /// <summary>Moves to the next element; false at the end, which leaves the list.</summary>
    /// <exception cref="MappingException">The element is not one of DynamoDB's JSON.</exception>
    public bool NextElement()
    {
        if (!IsListLike(_container) || _type != WireType.None)
        {
            throw OutOfTurn(nameof(NextElement));
        }

        Read();
        if (_json.TokenType == JsonTokenType.EndArray)
        {
            Leave();
            return false;
        }

        if (_container == WireType.List)
        {
            BeginValue();
        }
        else
        {
            BeginSetElement();
        }

        return true;
    }

    /// <summary>Passes over the value at hand.</summary>
    public void Skip()
    {
        if (_type == WireType.None || _isName)
        {
            throw OutOfTurn(nameof(Skip));
        }

        if (IsAtStart)
        {
            ReadStart();
            SkipTokens();
            _type = WireType.None;
            ReadEnd();
            return;
        }

        SkipTokens();
        EndValue();
    }

    /// <summary>Reads the value if it is NULL, else leaves it.</summary>
    /// <returns>Whether it was NULL.</returns>
    public bool TryReadNull()
    {
        if (_type != WireType.Null)
        {
            return false;
        }

        EndValue();
        return true;
    }

    private static bool IsListLike(WireType type) =>
        type is WireType.List or WireType.StringSet or WireType.NumberSet or WireType.BinarySet;

    private void Enter(WireType container)
    {
        _outerMaps = (_outerMaps << 1) | (_container == WireType.Map ? 1UL : 0);
        _depth++;
        _container = container;
        _type = WireType.None;
    }

    private void Leave()
    {
        _leftAt = Offset;
        _depth--;
        if (_depth == 0)
        {
            _container = WireType.None;
            ReadEnd();
            return;
        }

        _container = (_outerMaps & 1) != 0 ? WireType.Map : WireType.List;
        _outerMaps >>= 1;
        EndValue();
    }
}
