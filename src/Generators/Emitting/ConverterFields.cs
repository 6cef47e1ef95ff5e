using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>The converters of one mapper: each is made once and held in a field.</summary>
internal sealed class ConverterFields
{
    private const string Sdk = "global::DynamoHandlers.Images.SdkConversion";

    private readonly Dictionary<ConverterModel, string> _names = [];
    private readonly Locals _taken;

    public ConverterFields(EntityModel entity) =>
        _taken = new([.. entity.Members.SelectMany(static m => new[] { $"Set{m.Name}", $"Get{m.Name}" })]);

    /// <summary>The expression that reads a value from <c>reader</c>.</summary>
    public string Read(ConvertedValue value)
    {
        if (value.Converter.Style == ConverterStyle.Sdk)
        {
            return $"{Sdk}.Read<{value.Type.Annotated}>(ref reader, {FieldOf(value.Converter)})";
        }

        var returnsNull = value.Converter.TakesNull && !value.Type.AllowsNull;
        return $"{FieldOf(value.Converter)}.Read(ref reader){(returnsNull ? "!" : "")}";
    }

    /// <summary>The expression for what a converter of the AWS SDK makes of a value; null for no attribute.</summary>
    /// <param name="value">How the value is converted.</param>
    /// <param name="expression">The value.</param>
    /// <param name="attribute">The attribute, where its name was not written yet.</param>
    public string Convert(ConvertedValue value, string expression, string? attribute)
    {
        var name = attribute is null ? "" : $", {GeneratedFile.Quote(attribute)}";
        return $"{Sdk}.ToAttributeValue({FieldOf(value.Converter)}, {expression}, writer{name})";
    }

    /// <summary>The statement that writes a value, or what <see cref="Convert"/> made of it, to <c>writer</c>.</summary>
    public string Write(ConvertedValue value, string expression) => value.Converter.Style == ConverterStyle.Sdk
        ? $"writer.WriteAttributeValue({expression});"
        : $"{FieldOf(value.Converter)}.Write(writer, {expression});";

    /// <summary>The name of the field that holds a converter.</summary>
    public string FieldOf(ConverterModel converter)
    {
        if (!_names.TryGetValue(converter, out var name))
        {
            var isNamed = converter.Name.EndsWith("Converter", StringComparison.Ordinal);
            name = _taken.Add(isNamed ? converter.Name : $"{converter.Name}Converter");
            _names.Add(converter, name);
        }

        return name;
    }

    /// <summary>Writes the fields, after all that uses them.</summary>
    public void Write(SourceWriter writer)
    {
        foreach (var (converter, name) in _names.Select(static n => (n.Key, n.Value)))
        {
            writer.Space();
            writer.Write($"private static readonly {converter.Interface} {name} = new {converter.Type}();");
        }
    }
}
