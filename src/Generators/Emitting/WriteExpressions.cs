using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the statements that write values, and remembers which of them need a method of their own: collections and
/// tuples.
/// </summary>
/// <param name="converters">The mapper's converters.</param>
internal sealed class WriteExpressions(ConverterFields converters)
{
    private readonly CompositeMethods _methods = new("Write", "WriteAttributes");

    /// <summary>
    /// The expression that is null exactly if there is nothing to write, and else what <see cref="Of"/> takes; null where
    /// there always is something.
    /// </summary>
    /// <param name="value">How it is written.</param>
    /// <param name="expression">The value.</param>
    /// <param name="attribute">The attribute, where its name was not written yet.</param>
    public string? Nullable(ValueModel value, string expression, string? attribute = null) => value switch
    {
        ConvertedValue { Converter.Style: ConverterStyle.Sdk } converted =>
            converters.Convert(converted, expression, attribute),
        _ => !value.Type.IsValueType || value.Type.AllowsNull ? expression : null,
    };

    /// <summary>The statement that writes a value that is not null.</summary>
    /// <param name="value">How it is written.</param>
    /// <param name="expression">The value, or what <see cref="Nullable"/> made of it; not nullable.</param>
    public string Of(ValueModel value, string expression) => value switch
    {
        ScalarValue scalar => $"writer.Write{scalar.Kind}({expression});",
        ObjectValue nested => $"{nested.Mapped.Mapper}.Write(writer, {expression});",
        ConvertedValue converted => converters.Write(converted, expression),
        CompositeValue composite => $"{_methods.NameOf(composite)}(writer, {expression});",
        _ => throw new InvalidOperationException($"Values of the kind {value.GetType().Name} are unknown."),
    };

    /// <summary>The values that need a method, each once, with those that turn up meanwhile.</summary>
    public IEnumerable<(string Name, CompositeValue Value)> TakeMethods() => _methods.Take();
}
