namespace DynamoHandlers.Testing.Tests.Worker;

/// <summary>Told apart by keys, so that a stream of keys alone will do.</summary>
[StreamEntity(Table = "Stock", KeyPrefix = "BIN#")]
public sealed record Bin
{
    public required string Contents { get; init; }
}

[StreamEntity(Table = "Stock", KeyPrefix = "SHELF#")]
public sealed record Shelf;

/// <summary>Told apart by an attribute.</summary>
[StreamEntity(Table = "Freight", Discriminator = "kind")]
public sealed record Parcel
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }

    public int Weight { get; init; }
}

[StreamEntity(Table = "Freight", Discriminator = "kind")]
public sealed record Letter
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }
}

/// <summary>Told apart likewise, and only removals of them are handled.</summary>
[StreamEntity(Table = "Passes", Discriminator = "kind", DiscriminatorValue = "day*")]
public sealed record DayPass
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }
}

[StreamEntity(Table = "Passes", Discriminator = "kind", DiscriminatorValue = "year")]
public sealed record YearPass;

/// <summary>What the handlers saw, in order.</summary>
public sealed class WarehouseLog
{
    public List<string> Lines { get; } = [];
}

/// <summary>One class for the entities of two tables.</summary>
public sealed class WarehouseHandlers(WarehouseLog log)
{
    [OnChange<Bin>]
    public void Bin(ChangeContext context) => log.Lines.Add($"bin {context.Kind} {context.TableName} {context.Keys}");

    [OnInsert<Shelf>(When = nameof(IsHigh))]
    public void HighShelf(ChangeContext context) => log.Lines.Add($"high shelf {context.Keys}");

    [OnChange<Parcel>]
    public void Parcel(Parcel parcel, ChangeContext context) => log.Lines.Add($"parcel {context.Kind} {context.TableName} {parcel.Id}");

    [OnModify<Parcel>(nameof(Worker.Parcel.Weight))]
    public void Weighed(ParcelDiff diff) => log.Lines.Add($"weighed {diff.Weight}");

    [OnInsert<Letter>]
    [OnRemove<Letter>]
    public void Letter(Letter letter, ChangeContext context) => log.Lines.Add($"letter {context.Kind} {letter.Id}");

    internal static bool IsHigh(ChangeContext context) => context.Keys.Contains("HIGH", StringComparison.Ordinal);
}

/// <summary>Handlers of what expires.</summary>
public sealed class PassHandlers(WarehouseLog log)
{
    [OnRemove<DayPass>(Cause = RemoveCause.TimeToLive)]
    public void Expired(DayPass pass) => log.Lines.Add($"expired {pass.Id}");

    [OnRemove<DayPass>(Cause = RemoveCause.User)]
    public void Returned(DayPass pass) => log.Lines.Add($"returned {pass.Id}");

    [OnRemove<YearPass>]
    public void Ended(ChangeContext context) => log.Lines.Add($"ended {context.UserIdentity?.Type}");
}
