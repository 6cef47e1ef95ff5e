using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DynamoHandlers.Images;

/// <summary>
/// Writes an item image, attribute by attribute, as DynamoDB's JSON in UTF-8. What generated mappers call. One thread
/// at a time.
/// </summary>
/// <remarks>
/// The protocol: <see cref="BeginMap"/>; then <see cref="WriteName"/> and exactly one value for each attribute;
/// <see cref="EndMap"/>. A value is one of the <c>Write…</c> methods, a map, or a list from <see cref="BeginList"/> to
/// <see cref="EndList"/> with values in between. The outermost map is the image itself.
/// </remarks>
public sealed partial class ImageWriter : IDisposable
{
    // Characters beyond ASCII as they are: the image is no part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _image = new();
    private readonly Utf8JsonWriter _json;

    /// <summary>Starts an image.</summary>
    /// <param name="conversion">How booleans and lists are written.</param>
    public ImageWriter(ConversionSchema conversion = ConversionSchema.V2)
    {
        Conversion = conversion;
        _json = new Utf8JsonWriter(_image, Options);
    }

    /// <summary>How booleans and lists are written.</summary>
    public ConversionSchema Conversion { get; }

    /// <summary>Begins the image, or a map in it.</summary>
    public void BeginMap()
    {
        if (_json.CurrentDepth > 0)
        {
            _json.WriteStartObject();
            _json.WritePropertyName("M"u8);
        }

        _json.WriteStartObject();
    }

    /// <summary>Writes an attribute's name; its value must follow.</summary>
    /// <param name="utf8Name">The name, UTF-8.</param>
    public void WriteName(ReadOnlySpan<byte> utf8Name) => _json.WritePropertyName(utf8Name);

    /// <summary>Ends the map.</summary>
    public void EndMap()
    {
        _json.WriteEndObject();
        if (_json.CurrentDepth > 0)
        {
            _json.WriteEndObject();
        }
    }

    /// <summary>Begins a list.</summary>
    public void BeginList()
    {
        _json.WriteStartObject();
        _json.WritePropertyName("L"u8);
        _json.WriteStartArray();
    }

    /// <summary>Ends the list.</summary>
    public void EndList()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>NULL.</summary>
    public void WriteNull()
    {
        _json.WriteStartObject();
        _json.WriteBoolean("NULL"u8, true);
        _json.WriteEndObject();
    }

    /// <summary>The image, after its last <see cref="EndMap"/>.</summary>
    public byte[] ToArray()
    {
        _json.Flush();
        return _image.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
