using DynamoHandlers.Mapping.Tests.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Mapping.Tests;

/// <summary>Makes the generator write mappers for all entities of the tests.</summary>
[Handler(Lifetime = ServiceLifetime.Transient)]
public sealed partial class Handlers
{
    [OnInsert]
    public static void On(Scalars entity) => _ = entity;

    [OnModify("I32", nameof(Scalars.Expires), When = nameof(IsRed))]
    public static void On(Scalars before, Scalars after) => _ = (before, after);

    [OnInsert]
    [OnRemove(Cause = RemoveCause.TimeToLive)]
    public void On(Parcel entity) => _ = entity;

    [OnChange<Money>]
    public Task On(ChangeContext context) => Task.FromResult(context);

    [OnChange]
    public ValueTask On(Change<Ledger> change) => change is null ? default : ValueTask.CompletedTask;

    [OnInsert]
    public static void On(Relaxed entity) => _ = entity;

    [OnInsert]
    public static void On(Point entity) => _ = entity;

    [OnInsert]
    public static void On(Box entity) => _ = entity;

    [OnInsert]
    public static void On(Flat entity) => _ = entity;

    [OnInsert]
    public static void On(Frozen entity) => _ = entity;

    [OnInsert]
    public static void On(Closed entity) => _ = entity;

    [OnInsert]
    public static void On(Collections entity) => _ = entity;

    [OnInsert]
    public static void On(Wide entity) => _ = entity;

    internal static bool IsRed(Scalars entity) => entity.Color == Color.Red;
}
