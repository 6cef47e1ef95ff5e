using System.Numerics;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>Scalars beyond those that every entity has.</summary>
[StreamEntity]
public sealed class MoreScalars
{
    public char Letter { get; set; }
    public char? MaybeLetter { get; set; } = 'x';
    public Int128 I128 { get; set; }
    public UInt128 U128 { get; set; }
    public Int128? MaybeI128 { get; set; } = 1;
    public BigInteger Big { get; set; }
    public Half Half { get; set; }
    public TimeOnly Clock { get; set; }
    public Uri Link { get; set; } = new("urn:x");
    public Version? Version { get; set; }
    public MemoryStream? Stream { get; set; }
    public Memory<byte> Memory { get; set; }
    public ReadOnlyMemory<byte> ReadOnly { get; set; }
    public ReadOnlyMemory<byte>? MaybeReadOnly { get; set; }
    public AttributeValue? Raw { get; set; }
    public Code? MaybeCode { get; set; }
    public List<Code?> Codes { get; set; } = [];
    public Dictionary<string, AttributeValue> RawMap { get; set; } = [];

    [StreamDuration(DurationUnit.Seconds)]
    public TimeSpan Seconds { get; set; }

    [StreamDuration(DurationUnit.Milliseconds)]
    public TimeSpan? Millis { get; set; } = TimeSpan.Zero;

    /// <summary>A struct that a mere null converts to.</summary>
    public struct Code
    {
        public string? Text { get; set; }

        public static implicit operator Code(string text) => new() { Text = text };
    }
}
