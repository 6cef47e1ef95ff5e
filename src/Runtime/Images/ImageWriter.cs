using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DynamoHandlers.Images;

/// <summary>
/// Writes an item image, attribute by attribute, as DynamoDB's JSON in UTF-8. What generated mappers call. One thread
/// at a time.
/// </summary>
/// <remarks>
/// <para>
/// The protocol: <see cref="BeginMap"/>; then <see cref="WriteName(ReadOnlySpan{byte})"/> and exactly one value for each
/// attribute; <see cref="EndMap"/>. A value is one of the <c>Write…</c> methods, a map, or a list or set from
/// <see cref="BeginList"/>, <see cref="BeginScalarList"/> or <see cref="BeginSet"/> to <see cref="EndList"/> with values
/// in between. The outermost map is the image itself. A call out of turn is an <see cref="InvalidOperationException"/>.
/// </para>
/// <para>
/// Values are written as <c>DynamoDBContext</c> of the AWS SDK writes them; where it has no way, in the form that
/// <see cref="ImageReader"/> documents first. What DynamoDB would not store is a <see cref="MappingException"/> that
/// names the attribute's path, the wire type and the .NET type. After an exception the writer is of no more use.
/// </para>
/// </remarks>
public sealed partial class ImageWriter : IDisposable
{
    // Levels that DynamoDB stores, the item's own included. Also what ends an object that contains itself.
    private const int MaxDepth = 32;

    // Characters beyond ASCII as they are: the image is no part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _image = new();
    private readonly Utf8JsonWriter _json;

    private Turn _turn;
    private int _depth; // Of open maps and lists; a set is not among them.
    private uint _maps; // Of these: whether each is a map (else a list), the innermost in the lowest bit.

    private byte[] _name = []; // Of an attribute that may be left out: its name waits for its value.
    private int _nameLength = -1;

    /// <summary>Starts an image.</summary>
    /// <param name="conversion">How booleans and lists are written.</param>
    public ImageWriter(ConversionSchema conversion = ConversionSchema.V2)
    {
        Conversion = conversion;
        _json = new Utf8JsonWriter(_image, Options);
    }

    private enum Turn
    {
        Image,
        Name,
        NameAsValue,
        Value,
        Nothing,
    }

    /// <summary>How booleans and lists are written.</summary>
    public ConversionSchema Conversion { get; }

    private bool IsInMap => (_maps & 1) != 0;

    /// <summary>Begins the image, or a map in it.</summary>
    /// <exception cref="MappingException">It nests deeper than DynamoDB's 32 levels.</exception>
    public void BeginMap()
    {
        if (_turn != Turn.Image)
        {
            BeginContainer(nameof(BeginMap), WireType.Map);
        }

        _json.WriteStartObject();
        Enter(isMap: true);
    }

    /// <summary>Writes an attribute's name; its value must follow.</summary>
    /// <param name="utf8Name">The name, UTF-8.</param>
    public void WriteName(ReadOnlySpan<byte> utf8Name)
    {
        CheckTurn(Turn.Name, nameof(WriteName));
        _json.WritePropertyName(utf8Name);
        _turn = Turn.Value;
    }

    /// <summary>Writes an attribute's name; its value must follow.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="MappingException">The name is not valid Unicode.</exception>
    public void WriteName(string name)
    {
        BeginName();
        WriteString(name);
    }

    /// <summary>
    /// As <see cref="WriteName(ReadOnlySpan{byte})"/>; but if the value turns out to be a set without elements, which
    /// DynamoDB does not store, there is no attribute. Elsewhere such a set is an empty list.
    /// </summary>
    /// <param name="utf8Name">The name, UTF-8.</param>
    public void WriteOptionalName(ReadOnlySpan<byte> utf8Name)
    {
        CheckTurn(Turn.Name, nameof(WriteOptionalName));
        if (_name.Length < utf8Name.Length)
        {
            _name = new byte[utf8Name.Length];
        }

        utf8Name.CopyTo(_name);
        _nameLength = utf8Name.Length;
        _turn = Turn.Value;
    }

    /// <summary>
    /// Begins an attribute's name that is not text, a dictionary's key: the next <c>Write…</c> writes the name, in the
    /// form that it has as S; the one after that writes the value.
    /// </summary>
    public void BeginName()
    {
        CheckTurn(Turn.Name, nameof(BeginName));
        _turn = Turn.NameAsValue;
    }

    /// <summary>Ends the map.</summary>
    public void EndMap()
    {
        CheckTurn(Turn.Name, nameof(EndMap));
        _json.WriteEndObject();
        Leave();
    }

    /// <summary>Begins a list.</summary>
    /// <exception cref="MappingException">It nests deeper than DynamoDB's 32 levels.</exception>
    public void BeginList()
    {
        BeginContainer(nameof(BeginList), WireType.List);
        _json.WriteStartArray();
        Enter(isMap: false);
    }

    /// <summary>Begins a list of texts, numbers, booleans or binaries, which in V1 is a set.</summary>
    /// <exception cref="MappingException">It nests deeper than DynamoDB's 32 levels.</exception>
    public void BeginScalarList()
    {
        if (Conversion == ConversionSchema.V1)
        {
            BeginSet();
        }
        else
        {
            BeginList();
        }
    }

    /// <summary>Ends the list or set.</summary>
    public void EndList()
    {
        if (_set is not null)
        {
            EndSet();
            return;
        }

        if (_turn != Turn.Value || IsInMap)
        {
            throw OutOfTurn(nameof(EndList));
        }

        _json.WriteEndArray();
        Leave();
    }

    /// <summary>NULL.</summary>
    public void WriteNull()
    {
        if (_set is not null)
        {
            _set.Add(new(WireType.Null, []));
            return;
        }

        BeginValue(nameof(WriteNull));
        _json.WriteStartObject();
        _json.WriteBoolean("NULL"u8, true);
        EndValue();
    }

    /// <summary>The image, after its last <see cref="EndMap"/>.</summary>
    public byte[] ToArray()
    {
        CheckTurn(Turn.Nothing, nameof(ToArray));
        _json.Flush();
        return _image.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void BeginContainer(string method, WireType type)
    {
        BeginValue(method);
        _json.WriteStartObject();
        if (_depth == MaxDepth)
        {
            throw TooDeep();
        }

        _json.WritePropertyName(WireTypeNames.Of(type));
    }

    private void Enter(bool isMap)
    {
        _maps = (_maps << 1) | (isMap ? 1U : 0);
        _depth++;
        _turn = isMap ? Turn.Name : Turn.Value;
    }

    private void Leave()
    {
        ForgetDiscriminators();
        _maps >>= 1;
        _depth--;
        if (_depth == 0)
        {
            _turn = Turn.Nothing;
        }
        else
        {
            EndValue();
        }
    }

    private void BeginValue(string method)
    {
        if (_set is not null)
        {
            throw OutOfTurn(method);
        }

        CheckTurn(Turn.Value, method);
        if (_nameLength >= 0)
        {
            _json.WritePropertyName(_name.AsSpan(0, _nameLength));
            _nameLength = -1;
        }
    }

    /// <summary>Ends the value's wrapper: it was the turn of one value in a map, and is that of any number in a list.</summary>
    private void EndValue()
    {
        _json.WriteEndObject();
        _turn = IsInMap ? Turn.Name : Turn.Value;
    }
}
