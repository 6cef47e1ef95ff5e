namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>Makes the generator write mappers for all entities.</summary>
internal static class Handlers
{
    [OnInsert<Booleans>]
    [OnInsert<Integers>]
    [OnInsert<NullableIntegers>]
    [OnInsert<FloatingNumbers>]
    [OnInsert<Decimals>]
    [OnInsert<Texts>]
    [OnInsert<Guids>]
    [OnInsert<Times>]
    [OnInsert<Dates>]
    [OnInsert<EpochTimes>]
    [OnInsert<Blobs>]
    [OnInsert<Enums>]
    [OnInsert<NullableEnums>]
    [OnInsert<PrimitiveLists>]
    [OnInsert<PrimitiveArrays>]
    [OnInsert<PrimitiveSets>]
    [OnInsert<EnumCollections>]
    [OnInsert<NullableElements>]
    [OnInsert<ObjectCollections>]
    [OnInsert<NestedCollections>]
    [OnInsert<Dictionaries>]
    [OnInsert<NestedObjects>]
    [OnInsert<Trees>]
    [OnInsert<InitOnly>]
    [OnInsert<Positional>]
    [OnInsert<PrivateSetters>]
    [OnInsert<PublicFields>]
    [OnInsert<Inherited>]
    [OnInsert<Bound>]
    [OnInsert<Renamed>]
    [OnInsert<CamelCased>]
    public static void Any()
    {
    }
}
