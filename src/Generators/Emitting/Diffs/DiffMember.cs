using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>A member of an entity as its diff shows it.</summary>
/// <param name="Model">The member.</param>
/// <param name="Index">Its place in the mapper's shape, and among the flags.</param>
/// <param name="Name">What it is called in the diff.</param>
/// <param name="Flag">What it is called among the flags.</param>
/// <param name="Accessor">What the accessor to its getter is called, where ordinary code may not call that.</param>
/// <param name="IsValueType">Whether the entity is a struct.</param>
internal sealed record DiffMember(
    MemberModel Model, int Index, string Name, string Flag, string Accessor, bool IsValueType)
{
    private const string Ours = "global::DynamoHandlers";

    /// <summary>Whether the diff has more than <c>Changed</c> for it: its own diff is asked then.</summary>
    public bool IsObject => Model.Value is ObjectValue { Mapped.DiffWithin: not null };

    /// <summary>The type of the diff's property.</summary>
    public string Type => Model.Value switch
    {
        ObjectValue { Mapped.DiffWithin: { } diff } => diff,
        CollectionValue { Kind: CollectionKind.Set } set => $"{Ours}.SetChange<{set.Element.Type.Annotated}>",
        CollectionValue { Kind: CollectionKind.Map } map => $"{Ours}.MapChange<{KeyOf(map)}, {ElementOf(map)}>",
        CollectionValue list => $"{Ours}.ListChange<{ElementOf(list)}>",
        var value => $"{Ours}.PropertyChange<{NullableOf(value.Type)}>",
    };

    /// <summary>The expression that makes it of the diff's source.</summary>
    public string Source => $"_source.{Method}({Index}, {Getter}{Key})";

    private string Method => Model.Value switch
    {
        ObjectValue { Mapped.DiffWithin: { } diff, Type.IsValueType: true } value =>
            $"Struct<{WithoutNull(value.Type)}, {diff}>",
        ObjectValue { Mapped.DiffWithin: { } diff } value => $"Object<{WithoutNull(value.Type)}, {diff}>",
        CollectionValue { Kind: CollectionKind.Set } set => $"Set<{set.Element.Type.Annotated}>",
        CollectionValue { Kind: CollectionKind.Map } map => $"Map<{KeyOf(map)}, {ElementOf(map)}>",
        CollectionValue list => $"List<{ElementOf(list)}>",
        var value => $"Property<{NullableOf(value.Type)}>",
    };

    private string Getter => Model.Getter is null
        ? $"static o => o.{GeneratedFile.Identifier(Model.Name)}"
        : $"static o => {Accessor}({(IsValueType ? "ref " : "")}o)";

    private string Key =>
        Model.DiffKey is null ? "" : $", static element => element.{GeneratedFile.Identifier(Model.DiffKey)}";

    /// <summary>The element's diff, where it is compared by its members: not where it may be null.</summary>
    public static string? DiffOf(ValueModel element) =>
        element is ObjectValue { Mapped.DiffWithin: { } diff } && WithoutNull(element.Type) == element.Type.Annotated
            ? diff
            : null;

    public static string KeyOf(CollectionValue map) => map.Key!.Type.Annotated;

    /// <summary>The type without the question mark of a type that takes null.</summary>
    public static string WithoutNull(TypeName type) =>
        type.Annotated.EndsWith("?", StringComparison.Ordinal)
            ? type.Annotated.Substring(0, type.Annotated.Length - 1)
            : type.Annotated;

    private static string ElementOf(CollectionValue collection) =>
        DiffOf(collection.Element) is { } diff
            ? $"{collection.Element.Type.Annotated}, {diff}"
            : collection.Element.Type.Annotated;

    // So that what is absent equals nothing but null.
    private static string NullableOf(TypeName type) => type.IsValueType ? $"{WithoutNull(type)}?" : WithoutNull(type);
}
