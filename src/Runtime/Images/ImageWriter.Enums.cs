using System.Runtime.CompilerServices;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    /// <summary>N with the underlying value; as a name that of the member, else the number.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="value">What to write.</param>
    public void WriteEnum<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        if (_turn == Turn.NameAsValue)
        {
            WriteCharacters(value.ToString(), typeof(TEnum), nameof(WriteEnum));
            return;
        }

        switch (Type.GetTypeCode(typeof(TEnum))) // An enum's is that of its underlying type.
        {
            case TypeCode.SByte:
                WriteSByte(Unsafe.As<TEnum, sbyte>(ref value));
                break;
            case TypeCode.Byte:
                WriteByte(Unsafe.As<TEnum, byte>(ref value));
                break;
            case TypeCode.Int16:
                WriteInt16(Unsafe.As<TEnum, short>(ref value));
                break;
            case TypeCode.UInt16:
                WriteUInt16(Unsafe.As<TEnum, ushort>(ref value));
                break;
            case TypeCode.Int32:
                WriteInt32(Unsafe.As<TEnum, int>(ref value));
                break;
            case TypeCode.UInt32:
                WriteUInt32(Unsafe.As<TEnum, uint>(ref value));
                break;
            case TypeCode.UInt64:
                WriteUInt64(Unsafe.As<TEnum, ulong>(ref value));
                break;
            default:
                WriteInt64(Unsafe.As<TEnum, long>(ref value));
                break;
        }
    }

    /// <summary>As <see cref="WriteEnum"/>: letter case matters to reading only.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="value">What to write.</param>
    public void WriteEnumIgnoreCase<TEnum>(TEnum value)
        where TEnum : struct, Enum => WriteEnum(value);
}
