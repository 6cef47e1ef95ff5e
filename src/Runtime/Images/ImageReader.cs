namespace DynamoHandlers.Images;

/// <summary>
/// Reads an item image forward, attribute by attribute, straight out of the response's UTF-8 JSON. What generated
/// mappers call.
/// </summary>
/// <remarks>
/// <para>
/// The protocol: <see cref="BeginMap"/> at the image or at a map value; then <see cref="NextAttribute"/> until it
/// returns false, and after each true exactly one of the <c>Read…</c> methods, <see cref="TryReadNull"/> returning true, <see cref="BeginMap"/>,
/// <see cref="BeginList"/> or <see cref="Skip"/>. <see cref="BeginList"/> likewise with <see cref="NextElement"/>.
/// </para>
/// <para>
/// Values are read tolerantly, by their type on the wire: what cannot be read without loss is a
/// <see cref="MappingException"/> that names the attribute's path, the wire type and the .NET type.
/// </para>
/// </remarks>
public ref struct ImageReader
{
    /// <summary>Starts before an image.</summary>
    public ImageReader(ReadOnlySpan<byte> image) => throw new NotImplementedException();

    /// <summary>The wire type of the value at hand.</summary>
    public readonly WireType WireType => throw new NotImplementedException();

    /// <summary>Enters the image itself, or the map at hand. <paramref name="target"/> is for the error only.</summary>
    public void BeginMap(Type target) => throw new NotImplementedException();

    /// <summary>Moves to the next attribute of the map; false at its end, which leaves the map.</summary>
    public bool NextAttribute() => throw new NotImplementedException();

    /// <summary>Whether the attribute at hand has this name. Valid until its value was read.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> utf8Name) => throw new NotImplementedException();

    /// <summary>The name of the attribute at hand. Valid until its value was read.</summary>
    public readonly string GetName() => throw new NotImplementedException();

    /// <summary>Enters the list or set at hand. <paramref name="target"/> is for the error only.</summary>
    public void BeginList(Type target) => throw new NotImplementedException();

    /// <summary>Moves to the next element; false at the end, which leaves the list.</summary>
    public bool NextElement() => throw new NotImplementedException();

    /// <summary>Passes over the value at hand.</summary>
    public void Skip() => throw new NotImplementedException();

    /// <summary>Reads the value if it is NULL, else leaves it.</summary>
    public bool TryReadNull() => throw new NotImplementedException();

    /// <summary>S, or N as its text.</summary>
    public string ReadString() => throw new NotImplementedException();

    /// <summary>BOOL, N (not zero), or S "true"/"false".</summary>
    public bool ReadBoolean() => throw new NotImplementedException();

    /// <summary>N or numeric S, integral (also as 1.0 or 1E2), in range.</summary>
    public sbyte ReadSByte() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public byte ReadByte() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public short ReadInt16() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public ushort ReadUInt16() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public int ReadInt32() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public uint ReadUInt32() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public long ReadInt64() => throw new NotImplementedException();

    /// <inheritdoc cref="ReadSByte"/>
    public ulong ReadUInt64() => throw new NotImplementedException();

    /// <summary>N or numeric S.</summary>
    public decimal ReadDecimal() => throw new NotImplementedException();

    /// <summary>N or numeric S.</summary>
    public double ReadDouble() => throw new NotImplementedException();

    /// <summary>N or numeric S.</summary>
    public float ReadSingle() => throw new NotImplementedException();

    /// <summary>N with the underlying value, or S with the member's name or number.</summary>
    public TEnum ReadEnum<TEnum>()
        where TEnum : struct, Enum => throw new NotImplementedException();

    /// <summary>S in the forms "D" or "N", or B of 16 bytes.</summary>
    public Guid ReadGuid() => throw new NotImplementedException();

    /// <summary>S in ISO 8601; the result is UTC.</summary>
    public DateTime ReadDateTime() => throw new NotImplementedException();

    /// <summary>N as seconds since 1970, or S as <see cref="ReadDateTime"/>: for <c>StoreAsEpoch</c>.</summary>
    public DateTime ReadEpochDateTime() => throw new NotImplementedException();

    /// <summary>S in ISO 8601.</summary>
    public DateTimeOffset ReadDateTimeOffset() => throw new NotImplementedException();

    /// <summary>S <c>yyyy-MM-dd</c>.</summary>
    public DateOnly ReadDateOnly() => throw new NotImplementedException();

    /// <summary>S as <c>[d.]hh:mm:ss[.fffffff]</c> or ISO 8601 <c>PT…</c>.</summary>
    public TimeSpan ReadTimeSpan() => throw new NotImplementedException();

    /// <summary>B.</summary>
    public byte[] ReadBytes() => throw new NotImplementedException();

    /// <summary>Throws that a required attribute is absent from the map just left.</summary>
    /// <exception cref="MappingException">Always.</exception>
    public readonly void ThrowMissing(string attribute, Type target) => throw new NotImplementedException();
}
