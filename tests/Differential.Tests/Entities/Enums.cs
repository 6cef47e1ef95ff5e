using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

public enum Color
{
    Red,
    Green = 7,
    Blue = -3,
}

[Flags]
public enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
    All = 3,
}

public enum OfSByte : sbyte
{
    Min = sbyte.MinValue,
    Zero = 0,
}

public enum OfByte : byte
{
    Zero,
    Max = byte.MaxValue,
}

public enum OfInt16 : short
{
    Min = short.MinValue,
    Zero = 0,
}

public enum OfUInt16 : ushort
{
    Zero,
    Max = ushort.MaxValue,
}

public enum OfUInt32 : uint
{
    Zero,
    Max = uint.MaxValue,
}

public enum OfInt64 : long
{
    Min = long.MinValue,
    Zero = 0,
    Max = long.MaxValue,
}

public enum OfUInt64 : ulong
{
    Zero,
    Max = ulong.MaxValue,
}

[DynamoDBTable("Enums")]
public sealed class Enums : Item
{
    public Color Color { get; set; } = Color.Green;
    public Rights Rights { get; set; }
    public OfSByte OfSByte { get; set; }
    public OfByte OfByte { get; set; }
    public OfInt16 OfInt16 { get; set; }
    public OfUInt16 OfUInt16 { get; set; }
    public OfUInt32 OfUInt32 { get; set; }
    public OfInt64 OfInt64 { get; set; }
    public OfUInt64 OfUInt64 { get; set; }
}

/// <summary>Written by the SDK as maps, which it cannot read from numbers.</summary>
[DynamoDBTable("NullableEnums")]
public sealed class NullableEnums : Item
{
    public Color? Color { get; set; }
    public Rights? Rights { get; set; } = Entities.Rights.Read;
    public OfByte? OfByte { get; set; }
    public OfInt64? OfInt64 { get; set; }
}
