using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the expressions that read values, and remembers which of them need a method of their own: collections and tuples.
/// </summary>
/// <param name="converters">The mapper's converters.</param>
internal sealed class ReadExpressions(ConverterFields converters)
{
    private readonly CompositeMethods _methods = new("Read");

    /// <summary>Reads a member's value.</summary>
    public string Of(ValueModel value, NullMeaning meaning) => meaning switch
    {
        _ when value is ScalarValue { HoldsNull: true } or ConvertedValue { Converter.TakesNull: true } => Of(value),
        NullMeaning.Null when ConvertsNull(value) =>
            $"reader.TryReadNull() ? default({value.Type.Plain}) : {Of(value)}",
        NullMeaning.Null => $"reader.TryReadNull() ? null : {Of(value)}",
        NullMeaning.Default when value.Type.IsValueType => $"reader.TryReadNull() ? default : {Of(value)}",
        NullMeaning.Default => $"reader.TryReadNull() ? null! : {Of(value)}",
        _ => Of(value),
    };

    /// <summary>
    /// Reads an element of a collection. As in the AWS SDK a NULL among references is null; among values, where it
    /// would turn into a zero, the reader fails on it.
    /// </summary>
    public string OfElement(ValueModel value) => Of(value, value switch
    {
        { Type.AllowsNull: true } => NullMeaning.Null,
        { Type.IsValueType: true } and not CollectionValue { IsNullByDefault: true } => NullMeaning.Error,
        _ => NullMeaning.Default,
    });

    /// <summary>Reads an object whose attributes lie in the map around it, with a reader before that map.</summary>
    public static string OfFlattened(ValueModel value, string reader) => value is ObjectValue nested
        ? $"{nested.Mapped.Mapper}.Read(ref {reader})"
        : throw new InvalidOperationException($"Values of the kind {value.GetType().Name} cannot be flattened.");

    /// <summary>The values that need a method, each once, with those that turn up meanwhile.</summary>
    public IEnumerable<(string Name, CompositeValue Value)> TakeMethods() => _methods.Take();

    private string Of(ValueModel value) => value switch
    {
        ScalarValue { TypeArgument: "" } scalar => $"reader.Read{scalar.Kind}()",
        ScalarValue scalar => $"reader.Read{scalar.Kind}<{scalar.TypeArgument}>()",
        ObjectValue nested => $"{nested.Mapped.Mapper}.Read(ref reader)",
        ConvertedValue converted => converters.Read(converted),
        CompositeValue composite => $"{_methods.NameOf(composite)}(ref reader)",
        _ => throw new InvalidOperationException($"Values of the kind {value.GetType().Name} are unknown."),
    };

    // A struct with an implicit conversion from a reference type, such as Memory from arrays, would make something of a
    // mere null that is none.
    private static bool ConvertsNull(ValueModel value) => value.Type.IsValueType
        && value is not (ScalarValue { Kind: not "Memory" } or CompositeValue);
}
