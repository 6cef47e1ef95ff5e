namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>All shapes of entities.</summary>
internal static class Shapes
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        new Shape<Booleans>(BooleansImage.Read),
        new Shape<Integers>(IntegersImage.Read),
        new Shape<NullableIntegers>(NullableIntegersImage.Read),
        new Shape<FloatingNumbers>(FloatingNumbersImage.Read),
        new Shape<Decimals>(DecimalsImage.Read),
        new Shape<Texts>(TextsImage.Read),
        new Shape<Guids>(GuidsImage.Read),
        new Shape<Times>(TimesImage.Read),
        new Shape<Dates>(DatesImage.Read),
        new Shape<EpochTimes>(EpochTimesImage.Read),
        new Shape<Blobs>(BlobsImage.Read),
        new Shape<Enums>(EnumsImage.Read),
        new Shape<NullableEnums>(NullableEnumsImage.Read),
        new Shape<PrimitiveLists>(PrimitiveListsImage.Read),
        new Shape<PrimitiveArrays>(PrimitiveArraysImage.Read),
        new Shape<PrimitiveSets>(PrimitiveSetsImage.Read),
        new Shape<EnumCollections>(EnumCollectionsImage.Read),
        new Shape<NullableElements>(NullableElementsImage.Read),
        new Shape<ObjectCollections>(ObjectCollectionsImage.Read),
        new Shape<NestedCollections>(NestedCollectionsImage.Read),
        new Shape<Dictionaries>(DictionariesImage.Read),
        new Shape<NestedObjects>(NestedObjectsImage.Read),
        new Shape<Trees>(TreesImage.Read),
        new Shape<InitOnly>(InitOnlyImage.Read),
        new Shape<Positional>(PositionalImage.Read),
        new Shape<PrivateSetters>(PrivateSettersImage.Read),
        new Shape<PublicFields>(PublicFieldsImage.Read),
        new Shape<Inherited>(InheritedImage.Read),
        new Shape<Bound>(BoundImage.Read),
        new Shape<Renamed>(RenamedImage.Read),
        new Shape<CamelCased>(CamelCasedImage.Read),
    ];
}
