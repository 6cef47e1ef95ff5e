using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Images;

/// <summary>
/// Finds out by reading an image again which attribute is at an offset, such as <c>lines[2].price</c>. Only errors need
/// that, so nothing keeps track of it before.
/// </summary>
internal static class ImagePath
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private enum Level
    {
        Map,
        Wrapper,
        List,
    }

    /// <summary>The path of the value that begins or ends at an offset; empty for the image itself.</summary>
    public static string At(ReadOnlySpan<byte> image, int offset) => Format(Walk(image, offset));

    private static List<Step> Walk(ReadOnlySpan<byte> image, int offset)
    {
        var open = new List<Step>();
        var json = new Utf8JsonReader(image, Options);
        try
        {
            while (json.Read() && json.TokenStartIndex <= offset)
            {
                if (json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                {
                    Advance(open, ref json);
                }
                else
                {
                    open.RemoveAt(open.Count - 1);
                }
            }
        }
        catch (JsonException)
        {
            // The image is broken here: the path so far is what can be said.
        }

        return open;
    }

    private static void Advance(List<Step> open, ref Utf8JsonReader json)
    {
        var top = open.Count == 0 ? null : open[^1];
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            if (top is { Level: Level.Map })
            {
                top.Name = NameAt(ref json);
            }

            return;
        }

        if (top is { Level: Level.List })
        {
            top.Index++;
        }

        if (json.TokenType == JsonTokenType.StartArray)
        {
            open.Add(new Step(Level.List));
        }
        else if (json.TokenType == JsonTokenType.StartObject)
        {
            open.Add(new Step(top is null or { Level: Level.Wrapper } ? Level.Map : Level.Wrapper));
        }
    }

    private static string NameAt(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(json.ValueSpan); // Not valid Unicode; shown as well as can be.
        }
    }

    private static string Format(List<Step> open)
    {
        var path = new StringBuilder();
        foreach (var step in open)
        {
            if (step is { Level: Level.Map, Name: { } name })
            {
                path.Append(path.Length > 0 ? "." : "").Append(name);
            }
            else if (step is { Level: Level.List, Index: >= 0 })
            {
                path.Append('[').Append(step.Index).Append(']');
            }
        }

        return path.ToString();
    }

    private sealed class Step(Level level)
    {
        public Level Level { get; } = level;

        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
