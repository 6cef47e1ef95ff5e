namespace DynamoHandlers.Mapping.Tests.Entities;

[StreamEntity]
public sealed class Batch<T>
{
    public T? First { get; set; }
    public List<T> Rest { get; set; } = [];
    public Batch<string>? Inner { get; set; }
}

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

/// <summary>Types that differ in annotations only.</summary>
[StreamEntity]
public sealed class Annotations
{
    public Pair<int, string>? Full { get; set; }
    public Pair<int, string?>? Partial { get; set; }
    public List<Pair<string?, List<string?>>> Many { get; set; } = [];
}

/// <summary>The same, met in another order.</summary>
[StreamEntity]
public sealed class Annotations2
{
    public Pair<int, string?>? Partial { get; set; }
    public Pair<int, string>? Full { get; set; }
}

#if NET9_0_OR_GREATER
[StreamEntity]
public sealed class Envelope<TBody, TStamp>
    where TBody : class, new()
    where TStamp : struct
{
    private Envelope()
    {
    }

    public required TBody Body { get; init; }
    public TStamp? Stamp { get; private set; }
    public List<TBody> Bodies { get; init; } = [new()];
    public Sealed<TStamp> Sealed { get; set; }
    public Signed<TBody>? Signed { get; set; }
}

public readonly struct Sealed<T>
{
    public T? Value { get; init; }
}

public sealed class Signed<T>
{
    [Amazon.DynamoDBv2.DataModel.DynamoDBConstructor]
    private Signed(T value, string by) => (Value, By) = (value, by);

    public T Value { get; }
    public string By { get; }
}
#endif
