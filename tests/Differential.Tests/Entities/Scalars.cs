using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

[DynamoDBTable("Booleans")]
public sealed class Booleans : Item
{
    public bool Plain { get; set; }
    public bool True { get; set; } = true;
    public bool? Maybe { get; set; } = true;
}

[DynamoDBTable("Integers")]
public sealed class Integers : Item
{
    public sbyte I8 { get; set; }
    public short I16 { get; set; }
    public int I32 { get; set; } = 42;
    public long I64 { get; set; }
    public byte U8 { get; set; }
    public ushort U16 { get; set; }
    public uint U32 { get; set; }
    public ulong U64 { get; set; }
}

[DynamoDBTable("NullableIntegers")]
public sealed class NullableIntegers : Item
{
    public sbyte? I8 { get; set; }
    public short? I16 { get; set; }
    public int? I32 { get; set; } = 42;
    public long? I64 { get; set; }
    public byte? U8 { get; set; }
    public ushort? U16 { get; set; }
    public uint? U32 { get; set; }
    public ulong? U64 { get; set; }
}

[DynamoDBTable("FloatingNumbers")]
public sealed class FloatingNumbers : Item
{
    public float Single { get; set; }
    public double Double { get; set; }
    public float? MaybeSingle { get; set; }
    public double? MaybeDouble { get; set; }
}

[DynamoDBTable("Decimals")]
public sealed class Decimals : Item
{
    public decimal Plain { get; set; }
    public decimal? Maybe { get; set; }
}

[DynamoDBTable("Texts")]
public sealed class Texts : Item
{
    public string Plain { get; set; } = "initial";
    public string? Maybe { get; set; } = "initial";
    public string? None { get; set; }
}

[DynamoDBTable("Guids")]
public sealed class Guids : Item
{
    public Guid Plain { get; set; }
    public Guid? Maybe { get; set; }
}

[DynamoDBTable("Times")]
public sealed class Times : Item
{
    public DateTime Plain { get; set; }
    public DateTime? Maybe { get; set; }
}

[DynamoDBTable("Dates")]
public sealed class Dates : Item
{
    public DateOnly Plain { get; set; }
    public DateOnly? Maybe { get; set; }
}

/// <summary>Read by the SDK only after a save and a load: FromDocument does not know how.</summary>
[DynamoDBTable("EpochTimes")]
public sealed class EpochTimes : Item
{
    [DynamoDBProperty(StoreAsEpoch = true)]
    public DateTime Expires { get; set; }

    [DynamoDBProperty("ttl", StoreAsEpochLong = true)]
    public DateTime? MaybeExpires { get; set; }

    public DateTime Plain { get; set; }
}

[DynamoDBTable("Blobs")]
public sealed class Blobs : Item
{
    public byte[] Plain { get; set; } = [];
    public byte[]? Maybe { get; set; } = [1];
}
