using System.Runtime.CompilerServices;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    /// <summary>
    /// N with the underlying value, which need not be defined; or S with a member's name or number, several names
    /// separated by commas if the enum has <see cref="FlagsAttribute"/>. Also <c>M{value__:N}</c>, as some versions of
    /// the AWS SDK write nullable enums.
    /// </summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <exception cref="MappingException">
    /// There is no such member, the number is out of the underlying type's range, or the value has another wire type.
    /// </exception>
    public TEnum ReadEnum<TEnum>()
        where TEnum : struct, Enum => ReadMember<TEnum>(ignoreCase: false);

    /// <summary>As <see cref="ReadEnum"/>, but names of members in any letter case.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <exception cref="MappingException">
    /// There is no such member, the number is out of the underlying type's range, or the value has another wire type.
    /// </exception>
    public TEnum ReadEnumIgnoreCase<TEnum>()
        where TEnum : struct, Enum => ReadMember<TEnum>(ignoreCase: true);

    private TEnum ReadMember<TEnum>(bool ignoreCase)
        where TEnum : struct, Enum
    {
        switch (_type)
        {
            case WireType.Map:
                return ReadWrappedEnum<TEnum>();

            case WireType.String when !NumberText.TryParse(Text(), out _):
                var named = ParseMember<TEnum>(Decode(Text()), ignoreCase);
                EndValue();
                return named;

            default:
                return ReadUnderlying<TEnum>();
        }
    }

    private TEnum ReadWrappedEnum<TEnum>()
        where TEnum : struct, Enum
    {
        var mismatch = this; // A reader still at the map, for the error.
        BeginMap(typeof(TEnum));
        if (!NextAttribute() || !IsNamed("value__"u8) || _type != WireType.Number)
        {
            throw mismatch.CannotRead(typeof(TEnum));
        }

        var value = ReadUnderlying<TEnum>();
        return NextAttribute() ? throw mismatch.CannotRead(typeof(TEnum)) : value;
    }

    private TEnum ReadUnderlying<TEnum>()
        where TEnum : struct, Enum
    {
        var target = typeof(TEnum);
        switch (Type.GetTypeCode(target)) // An enum's is that of its underlying type.
        {
            case TypeCode.SByte:
                return As<sbyte, TEnum>((sbyte)ReadInteger(sbyte.MinValue, sbyte.MaxValue, target));
            case TypeCode.Byte:
                return As<byte, TEnum>((byte)ReadInteger(byte.MinValue, byte.MaxValue, target));
            case TypeCode.Int16:
                return As<short, TEnum>((short)ReadInteger(short.MinValue, short.MaxValue, target));
            case TypeCode.UInt16:
                return As<ushort, TEnum>((ushort)ReadInteger(ushort.MinValue, ushort.MaxValue, target));
            case TypeCode.Int32:
                return As<int, TEnum>((int)ReadInteger(int.MinValue, int.MaxValue, target));
            case TypeCode.UInt32:
                return As<uint, TEnum>((uint)ReadInteger(uint.MinValue, uint.MaxValue, target));
            case TypeCode.UInt64:
                var value = (ulong)ParseInteger(NumericText(target), ulong.MinValue, ulong.MaxValue, target);
                EndValue();
                return As<ulong, TEnum>(value);
            default:
                return As<long, TEnum>(ReadInteger(long.MinValue, long.MaxValue, target));
        }
    }

    private readonly TEnum ParseMember<TEnum>(string text, bool ignoreCase)
        where TEnum : struct, Enum
    {
        // Enum.TryParse trims, and takes lists of members for every enum.
        var isList = text.Contains(',', StringComparison.Ordinal);
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
            || (isList && !typeof(TEnum).IsDefined(typeof(FlagsAttribute), inherit: false))
            || !Enum.TryParse<TEnum>(text, ignoreCase, out var value))
        {
            throw CannotRead(typeof(TEnum), "there is no such member");
        }

        return value;
    }

    private static TEnum As<TUnderlying, TEnum>(TUnderlying value)
        where TUnderlying : struct
        where TEnum : struct, Enum =>
        Unsafe.As<TUnderlying, TEnum>(ref value);
}
