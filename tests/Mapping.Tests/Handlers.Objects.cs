using DynamoHandlers.Mapping.Tests.Entities;

[assembly: DynamoHandlers.StreamConverter(typeof(TemperatureConverter), For = typeof(Temperature))]
[assembly: DynamoHandlers.StreamConverter(typeof(InstantConverter))]

namespace DynamoHandlers.Mapping.Tests;

// For the tests about types with members.
public sealed partial class Handlers
{
    [OnInsert]
    public static void On(Converted entity) => _ = entity;

    [OnInsert]
    public static void On(Animal entity) => _ = entity;

    [OnInsert]
    public static void On(Payment entity) => _ = entity;

    [OnInsert]
    public static void On(IEvent entity) => _ = entity;

    [OnInsert]
    public static void On(Drawing entity) => _ = entity;

    [OnInsert]
    public static void On(Site entity) => _ = entity;

    [OnInsert]
    public static void On(Parcel2 entity) => _ = entity;

    [OnInsert]
    [OnModify(nameof(Cased.URLCount), nameof(Cased.Id))]
    public static void On(Cased entity) => _ = entity;

    [OnInsert]
    public static void On(Legacy entity) => _ = entity;

    [OnInsert]
    public static void On(Relaxations entity) => _ = entity;

    [OnInsert]
    public static void On(RelaxedRecord entity) => _ = entity;

    [OnInsert]
    public static void On(Hiding entity) => _ = entity;

    [OnInsert]
    public static void On(Annotations entity) => _ = entity;

    [OnInsert]
    public static void On(Annotations2 entity) => _ = entity;

    [OnInsert]
    public static void On(Covered entity) => _ = entity;

    [OnInsert]
    public static void On(Guarded entity) => _ = entity;

    [OnInsert]
    public static void On(Tray entity) => _ = entity;

    [OnInsert]
    public static void On(Optionals entity) => _ = entity;

    [OnInsert]
    public static void On(Annotated entity) => _ = entity;

    [OnInsert]
    public static void On(Batch<int> entity) => _ = entity;

#if NET9_0_OR_GREATER
    [OnInsert]
    public static void On(Envelope<Circle, int> entity) => _ = entity;
#endif
}
