using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    private const int ShownLength = 40;
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Throws that a required attribute is absent from the map just left.</summary>
    /// <param name="attribute">The attribute's name.</param>
    /// <param name="target">The .NET type that it was to be read as.</param>
    /// <exception cref="MappingException">Always.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [DoesNotReturn]
    public readonly void ThrowMissing(string attribute, Type target)
    {
        var path = ImagePath.At(_image, _leftAt) is { Length: > 0 } map ? $"{map}.{attribute}" : attribute;
        throw new MappingException(
            $"Attribute '{path}' is missing and is required as {NameOf(target)}.")
        {
            Attribute = path,
            TargetType = target,
            Offset = _leftAt,
        };
    }

    /// <summary>What to throw when a converter of the user's cannot read the value at hand.</summary>
    internal readonly Exception FailedConversion(Type target, string because, Exception? innerException = null) =>
        CannotRead(target, because, innerException);

    /// <summary>What to throw when the value at hand does not fit.</summary>
    private readonly Exception CannotRead(Type target, string? because = null, Exception? innerException = null)
    {
        if (_type == WireType.None)
        {
            return OutOfTurn($"Reading {NameOf(target)}");
        }

        var path = ImagePath.At(_image, Offset);
        if (_isName)
        {
            return WrongName(path, target, because is null ? "cannot be read as it" : because, innerException);
        }

        var what = path.Length == 0 ? "The item" : $"Attribute '{path}'";
        var reason = because is null ? "" : $": {because}";
        return new MappingException(
            $"{what} has wire type {WireTypeNames.Of(_type)}{Shown()} and cannot be read as {NameOf(target)}{reason}.",
            innerException)
        {
            Attribute = path.Length == 0 ? null : path,
            WireType = _type,
            TargetType = target,
            Offset = Offset,
        };
    }

    /// <summary>What to throw when the image is not DynamoDB's JSON.</summary>
    private readonly MappingException Malformed(string what, Exception? innerException = null)
    {
        var offset = innerException is JsonException ? _start + _json.BytesConsumed : Offset;
        var path = ImagePath.At(_image, offset);
        var where = path.Length == 0 ? "" : $", attribute '{path}'";
        return new MappingException($"The item image is malformed at byte {offset}{where}: {what}.", innerException)
        {
            Attribute = path.Length == 0 ? null : path,
            Offset = offset,
        };
    }

    private readonly InvalidOperationException OutOfTurn(string what) => new(
        $"{what} is out of turn at byte {Offset} of the item image. " +
        "After NextAttribute or NextElement returned true exactly one value is read or skipped.");

    private readonly string Decode(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
        {
            // Of which every byte is a character: faster than to look for others once more.
            return Encoding.Latin1.GetString(text);
        }

        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw Malformed("this text is not valid UTF-8", e);
        }
    }

    private readonly string Shown()
    {
        if (_type == WireType.Boolean)
        {
            return _json.TokenType == JsonTokenType.True ? " (true)" : " (false)";
        }

        if (_type is not (WireType.String or WireType.Number or WireType.Binary))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(Text());
        if (text.Length > ShownLength)
        {
            var cut = char.IsHighSurrogate(text[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
            text = text[..cut] + '…';
        }

        return _type == WireType.Number ? $" ({text})" : $" (\"{text}\")";
    }

    private static string NameOf(Type type) => type.FullName ?? type.Name;
}
