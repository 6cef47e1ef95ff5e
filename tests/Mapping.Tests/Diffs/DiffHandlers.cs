namespace DynamoHandlers.Mapping.Tests.Diffs;

/// <summary>Hands what it gets to the test.</summary>
public static class DiffHandlers
{
    [OnChange]
    public static void On(Change<Cart> change, in CartDiff diff, Seen<Cart, CartDiff> seen) => seen.Add(change, diff);

    [OnChange]
    public static void On(GaugeDiff? diff, Change<Gauge> change, Seen<Gauge, GaugeDiff> seen) => seen.Add(change, diff!.Value);

    [OnChange]
    public static void On(Change<Clash> change) => _ = change;

    [OnChange]
    public static void On(Change<Vehicle> change, VehicleDiff diff, Seen<Vehicle, VehicleDiff> seen) => seen.Add(change, diff);

    [OnChange]
    public static void On(Change<Shipment> change, ShipmentDiff diff, Seen<Shipment, ShipmentDiff> seen) => seen.Add(change, diff);

    [OnChange]
    public static void On(Change<IMoment> change, IMomentDiff diff, Seen<IMoment, IMomentDiff> seen) => seen.Add(change, diff);

    [OnChange]
    public static void On(Change<Garage> change, GarageDiff diff, Seen<Garage, GarageDiff> seen) => seen.Add(change, diff);
}

/// <summary>The last change and its diff.</summary>
public sealed class Seen<T, TDiff>
    where TDiff : struct
{
    public Change<T>? Change { get; private set; }

    public TDiff Diff { get; private set; }

    public void Add(Change<T> change, TDiff diff) => (Change, Diff) = (change, diff);
}
