using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed partial class Handlers
{
    [OnInsert]
    public static void On(MoreScalars entity) => _ = entity;

    [OnInsert]
    public static void On(ManyLists entity) => _ = entity;

    [OnInsert]
    public static void On(ManySets entity) => _ = entity;

    [OnInsert]
    public static void On(ManyMaps entity) => _ = entity;

    [OnInsert]
    public static void On(ManyKeys entity) => _ = entity;

    [OnInsert]
    public static void On(Tuples entity) => _ = entity;

    [OnInsert]
    public static void On(ManyElements entity) => _ = entity;
}
