using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>Makes the generator write mappers for the entities of these tests.</summary>
public static class WrittenEntities
{
    [OnInsert]
    public static void On(Everything entity) => _ = entity;

    [OnInsert]
    public static void On(Stored entity) => _ = entity;

    [OnInsert]
    public static void On(Hidden entity) => _ = entity;

    [OnInsert]
    public static void On(OldStored entity) => _ = entity;
}
