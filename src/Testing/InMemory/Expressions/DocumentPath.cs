using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>One step into a document: an attribute's name or, where <c>Name</c> is null, a list's index.</summary>
internal readonly record struct PathElement(string? Name, int Index)
{
    public static PathElement Named(string name) => new(name, -1);

    public static PathElement At(int index) => new(null, index);

    public override string ToString() => Name ?? $"[{Index}]";
}

/// <summary>The way from an item to a value in it.</summary>
internal sealed class DocumentPath(IReadOnlyList<PathElement> elements) : IEquatable<DocumentPath>
{
    public IReadOnlyList<PathElement> Elements { get; } = elements;

    /// <summary>The attribute of the item that the path begins with.</summary>
    public string Root => Elements[0].Name!;

    public bool IsTopLevel => Elements.Count == 1;

    public static DocumentPath To(string attribute) => new([PathElement.Named(attribute)]);

    public Value? Find(MapValue item)
    {
        Value? value = item;
        foreach (var element in Elements)
        {
            value = (value, element.Name) switch
            {
                (MapValue map, { } name) => map[name],
                (ListValue list, null) when element.Index < list.Elements.Count => list.Elements[element.Index],
                _ => null,
            };
        }

        return value;
    }

    public bool Equals(DocumentPath? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override bool Equals(object? obj) => Equals(obj as DocumentPath);

    public override int GetHashCode() => HashCode.Combine(Root, Elements.Count);

    /// <summary>As error messages show it: <c>[a, b, [1]]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Elements)}]";
}
