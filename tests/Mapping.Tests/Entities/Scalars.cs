using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

public enum Color : byte
{
    Red,
    Green = 7,
}

[StreamEntity]
public class Scalars
{
    public string Text { get; set; } = "initial";
    public bool Flag { get; set; }
    public sbyte I8 { get; set; }
    public byte U8 { get; set; }
    public short I16 { get; set; }
    public ushort U16 { get; set; }
    public int I32 { get; set; } = 42;
    public uint U32 { get; set; }
    public long I64 { get; set; }
    public ulong U64 { get; set; }
    public decimal Decimal { get; set; }
    public double Double { get; set; }
    public float Single { get; set; }
    public Color Color { get; set; }
    public Guid Guid { get; set; }
    public DateTime Time { get; set; }
    public DateTimeOffset Moment { get; set; }
    public DateOnly Date { get; set; }
    public TimeSpan Span { get; set; }
    public byte[] Bytes { get; set; } = [];

    [DynamoDBProperty(StoreAsEpoch = true)]
    public DateTime Epoch { get; set; }

    [DynamoDBProperty("ttl", StoreAsEpochLong = true)]
    public DateTime? Expires { get; set; }

    public string? MaybeText { get; set; } = "initial";
    public int? MaybeInt { get; set; } = 42;
    public Color? MaybeColor { get; set; } = Color.Green;
}
