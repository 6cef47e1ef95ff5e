using System.Buffers;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    private static readonly SearchValues<byte> DigitsAndPoint = SearchValues.Create("0123456789."u8);

    /// <summary>S or N of one UTF-16 code unit.</summary>
    /// <exception cref="MappingException">It has none or more, or the value has another wire type.</exception>
    public char ReadChar()
    {
        if (_type is not (WireType.String or WireType.Number))
        {
            throw CannotRead(typeof(char));
        }

        var text = Decode(Text());
        if (text.Length != 1)
        {
            throw CannotRead(typeof(char), "it is not one UTF-16 code unit");
        }

        EndValue();
        return text[0];
    }

    /// <summary>S, absolute or relative.</summary>
    /// <exception cref="MappingException">It is no URI, or the value has another wire type.</exception>
    public Uri ReadUri()
    {
        if (!Uri.TryCreate(Decode(TextOf(typeof(Uri))), UriKind.RelativeOrAbsolute, out var value))
        {
            throw CannotRead(typeof(Uri), "it is no URI");
        }

        EndValue();
        return value;
    }

    /// <summary>S of two to four numbers with points between them, such as <c>1.0.2</c>.</summary>
    /// <exception cref="MappingException">It is in another form, or the value has another wire type.</exception>
    public Version ReadVersion()
    {
        var text = TextOf(typeof(Version));
        if (text.ContainsAnyExcept(DigitsAndPoint) // Which .NET would take: spaces and signs.
            || !Version.TryParse(Decode(text), out var value))
        {
            throw CannotRead(typeof(Version), "it is not two to four numbers with points between them");
        }

        EndValue();
        return value;
    }
}
