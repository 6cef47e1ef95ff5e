using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace DynamoHandlers.Images;

// The keys of dictionaries: names of attributes, read by the same methods as values.
public ref partial struct ImageReader
{
    /// <summary>
    /// Puts the name of the attribute at hand before its value, as if it were a value of type S: the next
    /// <c>Read…</c> reads the name, the one after that the value.
    /// </summary>
    public void BeginName()
    {
        if (_container != WireType.Map || _type == WireType.None || _isName)
        {
            throw OutOfTurn(nameof(BeginName));
        }

        _isName = true;
        _named = _type;
        _type = WireType.String;
    }

    /// <summary>Throws that the name of the attribute at hand stands for a key that the map has already.</summary>
    /// <param name="target">The .NET type of the key.</param>
    /// <exception cref="MappingException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [DoesNotReturn]
    public readonly void ThrowDuplicateKey(Type target) =>
        throw WrongName(ImagePath.At(_image, Offset), target, "another attribute of the map stands for the same key");

    private readonly MappingException WrongName(
        string path, Type target, string because, Exception? innerException = null) =>
        new($"The name of attribute '{path}' cannot be the key of type {NameOf(target)}: {because}.", innerException)
        {
            Attribute = path,
            WireType = _isName ? _named : _type,
            TargetType = target,
            Offset = Offset,
        };

    /// <summary>The text at hand without its escapes, UTF-8. Allocates only if there are any.</summary>
    private readonly ReadOnlySpan<byte> Text() => _isName ? _name : TokenText();

    private void EndValue()
    {
        if (_isName)
        {
            _isName = false;
            _type = _named;
            return;
        }

        _type = WireType.None;
        LeaveWrapper();
    }
}
