namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>Values that ordinary code cannot get.</summary>
[StreamEntity]
public sealed class Hidden
{
    public string Secret { private get; set; } = "";
    public int Count { internal get; set; }

    [Obsolete("Read Count.", error: true)]
    public int Number { get; set; }

    public Veiled Struct { get; set; }

    public string Reveal() => Secret;
}

public struct Veiled
{
    public int X { private get; set; }

    public readonly int Reveal() => X;
}
