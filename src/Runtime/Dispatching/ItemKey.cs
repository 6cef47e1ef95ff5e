using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// The key of an item as a text that is the same for the same item: records may name key attributes in any order, and
/// escape characters or not.
/// </summary>
internal static class ItemKey
{
    /// <param name="keys">The key attributes, a JSON object; empty if the record has none.</param>
    public static string Of(ReadOnlySpan<byte> keys)
    {
        var attributes = new List<string>(2);
        var reader = new Utf8JsonReader(keys.IsEmpty ? "{}"u8 : keys);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            attributes.Add(ReadAttribute(ref reader));
        }

        attributes.Sort(StringComparer.Ordinal);
        return string.Join('\n', attributes);
    }

    // A name, a type, a text: of a length that is said, so that no two keys give the same.
    private static string ReadAttribute(ref Utf8JsonReader reader)
    {
        var text = new StringBuilder();
        Append(text, reader.GetString()!);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Append(text, reader.GetString()!);
            reader.Read();
            Append(text, reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
