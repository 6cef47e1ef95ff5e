namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>A parcel, all of it.</summary>
[StreamEntity(Table = "Parcels")]
public sealed record Parcel
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }

    [StreamAttribute("size")]
    public ParcelSize? Size { get; init; }
}

public sealed record ParcelSize
{
    [StreamAttribute("width")]
    public int Width { get; init; }
}

/// <summary>The same items, of which only the key is read.</summary>
[StreamEntity(Table = "Parcels")]
public sealed record ParcelLabel
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }
}

/// <summary>Takes parcels, and so fails where one cannot be read.</summary>
public sealed class ParcelDesk(Deliveries deliveries)
{
    [OnInsert<Parcel>]
    public void Arrived(Parcel parcel, ChangeContext context) => deliveries.Add($"{parcel.Id} #{context.Attempt}");
}

/// <summary>Takes every parcel that has a label.</summary>
public sealed class LabelDesk(Deliveries deliveries)
{
    [OnInsert<ParcelLabel>]
    public void Arrived(ParcelLabel label, ChangeContext context) => deliveries.Add($"{label.Id} #{context.Attempt}");
}

/// <summary>Takes the parcel "heavy" with the fourth attempt.</summary>
public sealed class TiredDesk(Deliveries deliveries)
{
    [OnInsert<ParcelLabel>]
    public void Arrived(ParcelLabel label, ChangeContext context)
    {
        deliveries.Add($"{label.Id} #{context.Attempt}");
        if (label.Id == "heavy" && context.Attempt <= 3)
        {
            throw new InvalidOperationException("Too heavy.");
        }
    }
}

/// <summary>Compares a parcel with what it was.</summary>
public sealed class CustomsDesk
{
    [OnModify<ParcelLabel>]
    public void Changed(ParcelLabel before, ParcelLabel after)
    {
        _ = (before, after);
    }
}

/// <summary>What handlers were called with, in order. Thread-safe.</summary>
public sealed class Deliveries
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Add(string delivery)
    {
        lock (_all)
        {
            _all.Add(delivery);
        }
    }
}
