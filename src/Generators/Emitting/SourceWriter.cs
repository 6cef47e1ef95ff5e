using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes indented C#, with LF on every machine.</summary>
internal sealed class SourceWriter
{
    private const int Width = 4;
    private const int MaxLine = 120;

    // Without a byte order mark: users look at these files, and compare them.
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

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
        return Body("}");
    }

    /// <summary>
    /// As <see cref="Braces"/>, for a method: where its heading is too long for a line, the parameters get their own.
    /// </summary>
    public Block Method(string heading, string parameters)
    {
        WriteHeading(heading, parameters, "");
        return Body("}");
    }

    /// <summary>Writes the heading of a method, in two lines where it is too long for one.</summary>
    public void WriteHeading(string heading, string parameters, string end)
    {
        var line = $"{heading}({parameters}){end}";
        Write((_depth * Width) + line.Length <= MaxLine
            ? line
            : $"{heading}(\n{new string(' ', Width)}{parameters}){end}");
    }

    /// <summary>Writes a namespace with braces, for a file of several; nothing for the global one.</summary>
    public Block? Namespace(string name) => name.Length == 0 ? null : Braces($"namespace {name}");

    /// <summary>Writes a member with a body that is an expression, in two lines where it is too long for one.</summary>
    public void WriteArrow(string heading, string value)
    {
        var line = $"{heading} => {value};";
        Write((_depth * Width) + line.Length <= MaxLine ? line : $"{heading} =>\n{new string(' ', Width)}{value};");
    }

    /// <summary>As <see cref="Braces"/>, for an initializer: the braces end in a semicolon.</summary>
    public Block Initializer(string heading)
    {
        Write(heading);
        return Body("};");
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Utf8);

    private Block Body(string end)
    {
        Write("{");
        _depth++;
        return new(this, end);
    }

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
