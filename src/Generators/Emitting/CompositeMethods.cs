using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Names the methods that values of several parts need, collections and tuples, and says which are to be written.</summary>
/// <param name="verb">What the names begin with.</param>
/// <param name="taken">Names that other methods have.</param>
internal sealed class CompositeMethods(string verb, params string[] taken)
{
    private readonly Dictionary<CompositeValue, string> _names = [];
    private readonly Queue<CompositeValue> _pending = new();
    private readonly Locals _taken = new(taken);

    /// <summary>The name of the method for a value.</summary>
    public string NameOf(CompositeValue value)
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
            name = _taken.Add($"{verb}{shape.Label}");
            _names.Add(shape, name);
            _pending.Enqueue(shape);
        }

        return name;
    }

    /// <summary>The values that need a method, each once, with those that turn up meanwhile.</summary>
    public IEnumerable<(string Name, CompositeValue Value)> Take()
    {
        while (_pending.Count > 0)
        {
            var value = _pending.Dequeue();
            yield return (_names[value], value);
        }
    }
}
