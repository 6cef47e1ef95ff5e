using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

// For the tests about writing.
public sealed partial class Handlers
{
    [OnInsert]
    public static void On(Everything entity) => _ = entity;

    [OnInsert]
    public static void On(Stored entity) => _ = entity;

    [OnInsert]
    public static void On(Guarded entity) => _ = entity;

    [OnInsert]
    public static void On(OldStored entity) => _ = entity;
}
