using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the statements that write values, and remembers which of them need a method of their own: collections and
/// tuples.
/// </summary>
internal sealed class WriteExpressions
{
    private readonly Dictionary<CompositeValue, string> _names = [];
    private readonly Queue<CompositeValue> _pending = new();
    private readonly Locals _taken = new("WriteAttributes");

    /// <summary>The statement that writes a value that is not null.</summary>
    /// <param name="value">How it is written.</param>
    /// <param name="expression">The value; not nullable.</param>
    public string Of(ValueModel value, string expression) => value switch
    {
        ScalarValue scalar => $"writer.Write{scalar.Kind}({expression});",
        ObjectValue nested => $"{nested.Mapped.Mapper}.Write(writer, {expression});",
        CompositeValue composite => $"{NameOf(composite)}(writer, {expression});",
        _ => throw new InvalidOperationException($"Values of the kind {value.GetType().Name} are unknown."),
    };

    /// <summary>Whether the value can be null: by its type, or though its type says that it is not.</summary>
    public static bool CanBeNull(ValueModel value) => !value.Type.IsValueType || value.Type.AllowsNull;

    /// <summary>The values that need a method, each once, with those that turn up meanwhile.</summary>
    public IEnumerable<(string Name, CompositeValue Value)> TakeMethods()
    {
        while (_pending.Count > 0)
        {
            var value = _pending.Dequeue();
            yield return (_names[value], value);
        }
    }

    private string NameOf(CompositeValue value)
    {
        // The method is the same whether the place that it is called from takes null or not.
        var type = value.Type with
        {
            Annotated = value.Type.Annotated.TrimEnd('?'),
            Plain = value.Type.Plain.TrimEnd('?'),
            AllowsNull = false,
        };
        var shape = value with { Type = type };
        if (!_names.TryGetValue(shape, out var name))
        {
            name = _taken.Add($"Write{shape.Label}");
            _names.Add(shape, name);
            _pending.Enqueue(shape);
        }

        return name;
    }
}
