using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Applies those settings that are about values, in any depth.</summary>
internal static class ValueSettings
{
    public static ValueModel With(this ValueModel value, MappingSettings settings) =>
        settings is { ReadsLocalDateTimes: false, IgnoresEnumCase: false } ? value : Apply(value, settings);

    private static ValueModel Apply(ValueModel value, MappingSettings settings) => value switch
    {
        ScalarValue scalar => Apply(scalar, settings),
        CollectionValue collection => collection with
        {
            Element = Apply(collection.Element, settings),
            Key = collection.Key is { } key ? Apply(key, settings) : null,
        },
        TupleValue tuple => tuple with
        {
            Items = tuple.Items.Select(i => i with { Value = Apply(i.Value, settings) }).ToEquatableArray(),
        },
        _ => value,
    };

    private static ScalarValue Apply(ScalarValue value, MappingSettings settings) => value.Kind switch
    {
        "DateTime" or "EpochDateTime" when settings.ReadsLocalDateTimes => value with { Kind = $"Local{value.Kind}" },
        "Enum" when settings.IgnoresEnumCase => value with { Kind = "EnumIgnoreCase" },
        _ => value,
    };
}
