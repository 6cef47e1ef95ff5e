using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes indented C#, with LF on every machine.</summary>
internal sealed class SourceWriter
{
    private const int Width = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, each at the current indentation.</summary>
    public void Write(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            var trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
            {
                _text.Append(' ', _depth * Width).Append(trimmed);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void Space() => _text.Append('\n');

    /// <summary>Writes a heading and, in braces, what comes until the result is disposed.</summary>
    public Block Braces(string heading)
    {
        Write(heading);
        Write("{");
        _depth++;
        return new(this, "}");
    }

    /// <summary>As <see cref="Braces"/>, for an initializer: the braces end in a semicolon.</summary>
    public Block Initializer(string heading)
    {
        Write(heading);
        Write("{");
        _depth++;
        return new(this, "};");
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    private void Close(string end)
    {
        _depth--;
        Write(end);
    }

    /// <summary>An open block.</summary>
    public readonly struct Block(SourceWriter writer, string end) : IDisposable
    {
        public void Dispose() => writer.Close(end);
    }
}
