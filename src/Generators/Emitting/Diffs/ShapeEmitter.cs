using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>Writes into a mapper which attributes it reads, for diffs to compare images by.</summary>
internal static class ShapeEmitter
{
    private const string Images = "global::DynamoHandlers.Images";

    public static void Write(SourceWriter writer, EntityModel entity)
    {
        writer.Space();
        writer.Write("/// <summary>The attributes that are read, in the order of the members.</summary>");
        Write(writer, "Shape", [.. entity.Members.Select(member => Describe(entity, member))]);
        if (entity.Polymorphism is { } polymorphism)
        {
            writer.Space();
            writer.Write("/// <summary>The attributes of all types that items may hold, for where they are flattened.</summary>");
            Write(writer, "AnyShape", [.. DescribeAny(polymorphism)]);
        }
    }

    private static void Write(SourceWriter writer, string name, IReadOnlyList<string> attributes)
    {
        writer.Write($"public static {Images}.ImageShape {name} {{ get; }} = new({(attributes.Count == 0 ? ");" : "")}");
        for (var i = 0; i < attributes.Count; i++)
        {
            writer.Write($"    {Images}.ImageAttribute.{attributes[i]}{(i == attributes.Count - 1 ? ");" : ",")}");
        }
    }

    private static IEnumerable<string> DescribeAny(Polymorphism polymorphism) =>
        polymorphism.Types.Select(static t => t.Mapped?.Mapper).OfType<string>().Distinct()
            .Select(static mapper => $"Flattened(static () => {mapper}.Shape)")
            .Prepend("Flattened(static () => Shape!)")
            .Prepend($"Value({GeneratedFile.Quote(polymorphism.Attribute)})");

    private static string Describe(EntityModel entity, MemberModel member)
    {
        var name = GeneratedFile.Quote(member.Attribute);
        return member.Value switch
        {
            ObjectValue { Mapped: var mapped } when member.IsFlattened =>
                $"Flattened({ShapeOf(entity, mapped, mapped.IsPolymorphic ? "AnyShape" : "Shape")})",
            ObjectValue { Mapped: { DiffWithin: not null } mapped } => $"Object({name}, {ShapeOf(entity, mapped)})",
            CollectionValue { Kind: CollectionKind.List, Element: ObjectValue { Mapped: { DiffWithin: not null } mapped } } =>
                $"List({name}, {ShapeOf(entity, mapped)})",
            CollectionValue { Kind: CollectionKind.Map, Element: ObjectValue { Mapped: { DiffWithin: not null } mapped } } =>
                $"Map({name}, {ShapeOf(entity, mapped)})",
            _ => $"Value({name})",
        };
    }

    // Late, as types may contain themselves; then the compiler takes the shape for null while it is being made.
    private static string ShapeOf(EntityModel entity, MappedType mapped, string shape = "Shape") =>
        $"static () => {mapped.Mapper}.{shape}{(mapped.Mapper == entity.Mapper.FullName ? "!" : "")}";
}
