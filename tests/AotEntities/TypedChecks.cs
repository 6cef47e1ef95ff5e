using System.Text;
using DynamoHandlers;
using DynamoHandlers.Differential.Tests.Entities;
using DynamoHandlers.Images;

namespace AotEntities;

/// <summary>Reads images by hand and looks at single members: what is written again could be wrong in the same way.</summary>
internal static class TypedChecks
{
    private static readonly (string Name, Func<bool> Holds)[] All =
    [
        ("booleans", static () => Read("""{"Plain":{"N":"1"},"Maybe":{"BOOL":false}}""", BooleansImage.Read)
            is { Plain: true, True: true, Maybe: false }),
        ("integers", static () => Read("""{"I8":{"N":"-128"},"U64":{"N":"18446744073709551615"},"I16":{"S":"1E2"}}""", IntegersImage.Read)
            is { I8: -128, U64: ulong.MaxValue, I16: 100, I32: 42 }),
        ("texts", static () => Read("""{"Plain":{"S":"\ud83d\ude00"},"Maybe":{"NULL":true}}""", TextsImage.Read)
            is { Plain: "😀", Maybe: null }),
        ("epoch times", static () => Read("""{"Expires":{"N":"1700000000"},"ttl":{"S":"2023-11-14T22:13:20Z"}}""", EpochTimesImage.Read)
            is { Expires: { Ticks: 638355968000000000, Kind: DateTimeKind.Utc }, MaybeExpires.Ticks: 638355968000000000 }),
        ("enums", static () => Read("""{"Color":{"S":"Blue"},"Rights":{"N":"3"},"OfUInt64":{"N":"18446744073709551615"}}""", EnumsImage.Read)
            is { Color: Color.Blue, Rights: Rights.All, OfUInt64: OfUInt64.Max }),
        ("nullable enums", static () => Read("""{"Color":{"M":{"value__":{"N":"7"}}},"OfByte":{"N":"255"}}""", NullableEnumsImage.Read)
            is { Color: Color.Green, OfByte: OfByte.Max, Rights: Rights.Read }),
        ("lists", static () => Read("""{"Texts":{"SS":["a","b"]},"Ints":{"L":[{"N":"1"},{"N":"2"}]}}""", PrimitiveListsImage.Read)
            is { Texts: ["a", "b"], Ints: [1, 2] }),
        ("nested objects", static () => Read("""{"Home":{"M":{"Street":{"S":"s"},"Place":{"M":{"Latitude":{"N":"1.5"}}}}}}""", NestedObjectsImage.Read)
            is { Home: { Street: "s", City: "initial", Place.Latitude: 1.5 }, Work: null }),
        ("recursive types", static () => Read("""{"Root":{"M":{"Children":{"L":[{"M":{"Left":{"M":{"Name":{"S":"leaf"}}}}}]}}}}""", TreesImage.Read)
            is { Root.Children: [{ Left.Name: "leaf" }] }),
        ("init-only members", static () => Read("""{"Id":{"S":"i"},"Name":{"S":"n"}}""", InitOnlyImage.Read)
            is { Id: "i", Name: "n", Count: 3, Tags: ["initial"] }),
        ("positional records", static () => Read("""{"Id":{"S":"i"},"Count":{"N":"2"}}""", PositionalImage.Read)
            is { Id: "i", Count: 2, Note: "default", Price: 1.5m, Extra: "initial" }),
        ("private setters", static () => Read("""{"Id":{"S":"i"},"Numbers":{"NS":["1"]}}""", PrivateSettersImage.Read)
            is { Id: "i", Numbers: [1] }),
        ("fields", static () => Read("""{"Count":{"N":"2"},"Note":{"NULL":true}}""", PublicFieldsImage.Read)
            is { Count: 2, Note: null }),
        ("inheritance", static () => Read("""{"Legs":{"N":"3"},"Name":{"S":"n"},"Color":{"S":"c"}}""", InheritedImage.Read)
            is { Legs: 3, Name: "n", Color: "c" }),
        ("annotated constructors", static () => Read("""{"Id":{"S":"i"},"Count":{"N":"2"}}""", BoundImage.Read)
            is { Id: "i", Count: 2, Tags: null }),
        ("names", static () => Read("""{"pk":{"S":"i"},"the name":{"S":"n"},"n\"ü\\":{"N":"5"},"Ignored":{"S":"x"}}""", RenamedImage.Read)
            is { Id: "i", Name: "n", Strange: 5, Ignored: "ignored" }),
        ("tuples", static () => Read("""{"Pair":{"M":{"Item1":{"N":"1"},"Item2":{"S":"a"}}}}""", TuplesImage.Read)
            is { Pair: (1, "a"), Reference: null }),
        ("keyed dictionaries", static () => Read("""{"ByColor":{"M":{"Green":{"N":"1"}}},"ByNumber":{"M":{"-5":{"M":{"Sku":{"S":"s"}}}}}}""", KeyedDictionariesImage.Read)
            is { } keyed && keyed.ByColor[Color.Green] == 1 && keyed.ByNumber[-5].Sku == "s"),
        ("immutable collections", static () => Read("""{"Array":{"L":[{"S":"a"}]},"FrozenSet":{"SS":["f"]},"FrozenDictionary":{"M":{"k":{"N":"1.5"}}}}""", ImmutablesImage.Read)
            is { Array: ["a"] } frozen && frozen.FrozenSet.Contains("f") && frozen.FrozenDictionary["k"] == 1.5m),
        ("derived types", static () => Read("""{"First":{"M":{"Tricks":{"SS":["sit"]},"$type":{"S":"dog"}}},"Pets":{"L":[{"M":{"Age":{"N":"3"}}}]}}""", FamiliesImage.Read)
            is { First: Dog { Tricks: ["sit"], Barks: true }, Pets: [{ Age: 3 }] } && Read("""{"$type":{"S":"bike"}}""", VehicleImage.Read) is Bike),
        ("flattened members", static () => Read("""{"Name":{"S":"n"},"mail":{"S":"m"},"Town":{"S":"t"},"Weight":{"N":"2"}}""", FlattenedImage.Read)
            is { Recipient: { Name: "n", Email: "m", Location.Town: "t" }, Weight: 2 }),
        ("converters", static () => Read("""{"Temperature":{"S":"15.5 C"},"where":{"M":{"lat":{"N":"1"},"lon":{"N":"2"}}},"Numbers":{"S":"1,2"}}""", ConvertedImage.Read)
            is { Temperature: 15.5m, Place: { Latitude: 1, Longitude: 2 }, Numbers: [1, 2] }
            && Read("""{"Price":{"M":{"EUR":{"N":"2.5"}}},"Skus":{"L":[{"S":"s"}]}}""", ConvertedByUsImage.Read) is { Price: 2.5m, Skus: [{ Value: "s" }] }),
        ("casing", static () => Read("""{"id":{"S":"i"},"given":{"S":"n"},"uRLValue":{"S":"u"},"lines":{"L":[{"M":{"sku":{"S":"s"}}}]}}""", CascadingCamelImage.Read)
            is { Id: "i", Name: "n", URLValue: "u", Lines: [{ Sku: "s" }] }),
        ("members that are not public", static () => Read("""{"Note":{"S":"n"},"secret":{"N":"6"}}""", HiddenImage.Read) is { Shown: "n 6" }),
        ("generic types", static () => Read("""{"Line":{"M":{"Content":{"M":{"Sku":{"S":"s"}}}}},"Number":{"M":{"Others":{"NS":["4"]}}}}""", LettersImage.Read)
            is { Line.Content.Sku: "s", Number.Others: [4] }),
        ("structs", static () => Read("""{"Id":{"S":"i"},"Place":{"M":{"Longitude":{"N":"2"}}}}""", StructItemsImage.Read) is { Id: "i", Place.Longitude: 2, Note: null }),
        ("diffs of scalars", static () => Modify(
            """{"Color":{"N":"7"}}""", """{"Color":{"S":"Blue"},"Rights":{"N":"3"}}""", EnumsImage.Read).GetDiff()
            is { Color: (Color.Green, Color.Blue), Changed: EnumsFields.Color | EnumsFields.Rights, UnmappedChanged: false }),
        ("diffs of nested objects", static () => Modify(
            """{"Home":{"M":{"Street":{"S":"s"},"Place":{"M":{"Latitude":{"N":"1"}}}}}}""",
            """{"Home":{"M":{"Street":{"S":"t"},"Place":{"M":{"Latitude":{"N":"1"}}}}}}""",
            NestedObjectsImage.Read).GetDiff()
            is { Changed: NestedObjectsFields.Home, Home: { Street: ("s", "t"), City.Changed: false, Place.HasChanges: false } }),
        ("diffs of recursive types", static () => Modify(
            """{"Root":{"M":{"Children":{"L":[{"M":{"Name":{"S":"a"}}}]}}}}""",
            """{"Root":{"M":{"Children":{"L":[{"M":{"Name":{"S":"b"}}}]}}}}""",
            TreesImage.Read).GetDiff().Root.Children.Modified is [{ Diff.Name: ("a", "b") }]),
        ("diffs of lists", static () => Modify(
            """{"Texts":{"SS":["a"]},"Ints":{"L":[{"N":"1"}]}}""", """{"Texts":{"SS":["a"]},"Ints":{"L":[{"N":"2"},{"N":"3"}]}}""", PrimitiveListsImage.Read).GetDiff()
            is { Texts.Changed: false, Ints: { Modified: [(1, 2, 0, 0)], Added: [3] } }),
        ("diffs of derived types", static () => Modify(
            """{"$type":{"S":"bike"},"Wheels":{"N":"2"}}""", """{"$type":{"S":"truck"},"Wheels":{"N":"6"}}""", VehicleImage.Read).GetDiff()
            is { Wheels: (2, 6), Old: Bike, New: Truck, Changed: VehicleFields.Wheels }),
        ("diffs of many members", static () => Modify("{}", "{}", WideImage.Read).GetDiff() is { HasChanges: false } none
            && none.Changed == WideFields.None),
        ("equality by content", static () => Modify(Pets, Pets, FamiliesImage.Read) is var pets
            && !pets.Changed(static f => f) && !pets.Changed(static f => f.First) && !pets.Changed(static f => f.Pets)
            && Modify(Pets, Pets.Replace("sit", "lie", StringComparison.Ordinal), FamiliesImage.Read).Changed(static f => f.First)),
        ("transactions", Totals.AreWritten),
        ("states of windows", States.AreHandedOn),
        ("states of shards", States.AreRestored),
        ("errors", static () => Refuses("""{"U8":{"N":"256"}}""", IntegersImage.Read) is { Attribute: "U8", WireType: WireType.Number }
            && Refuses("""{"Id":{"S":"i"}}""", InitOnlyImage.Read) is { Attribute: "Name" }
            && Refuses("""{"First":{"M":{"$type":{"S":"fish"}}}}""", FamiliesImage.Read) is { Attribute: "First.$type" }),
    ];

    private const string Pets = """{"First":{"M":{"Tricks":{"SS":["sit"]},"$type":{"S":"dog"}}},"Pets":{"L":[{"M":{"Age":{"N":"3"}}}]}}""";

    public static int Count => All.Length;

    /// <summary>The names of the checks that fail.</summary>
    public static IEnumerable<string> Run() => All.Where(static check => !check.Holds()).Select(static check => $"Check: {check.Name}");

    private static T Read<T>(string image, ImageMapper<T> mapper) => mapper(Encoding.UTF8.GetBytes(image));

    private static Change<T> Modify<T>(string old, string @new, ImageMapper<T> mapper) =>
        Change.Modify(Read(old, mapper), Read(@new, mapper));

    private static MappingException? Refuses<T>(string image, ImageMapper<T> mapper)
    {
        try
        {
            Read(image, mapper);
            return null;
        }
        catch (MappingException e)
        {
            return e;
        }
    }
}
