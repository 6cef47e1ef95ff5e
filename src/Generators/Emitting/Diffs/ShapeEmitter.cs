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
        if (entity.Members.Count == 0)
        {
            writer.Write($"public static {Images}.ImageShape Shape {{ get; }} = new();");
            return;
        }

        writer.Write($"public static {Images}.ImageShape Shape {{ get; }} = new(");
        for (var i = 0; i < entity.Members.Count; i++)
        {
            var end = i == entity.Members.Count - 1 ? ");" : ",";
            writer.Write($"    {Images}.ImageAttribute.{Describe(entity, entity.Members[i])}{end}");
        }
    }

    private static string Describe(EntityModel entity, MemberModel member)
    {
        var name = GeneratedFile.Quote(member.Attribute);
        return member.Value switch
        {
            ObjectValue { Mapped: var mapped } when member.IsFlattened => $"Flattened({ShapeOf(entity, mapped)})",
            ObjectValue { Mapped: { Diff: not null } mapped } => $"Object({name}, {ShapeOf(entity, mapped)})",
            CollectionValue { Kind: CollectionKind.List, Element: ObjectValue { Mapped: { Diff: not null } mapped } } =>
                $"List({name}, {ShapeOf(entity, mapped)})",
            CollectionValue { Kind: CollectionKind.Map, Element: ObjectValue { Mapped: { Diff: not null } mapped } } =>
                $"Map({name}, {ShapeOf(entity, mapped)})",
            _ => $"Value({name})",
        };
    }

    // Late, as types may contain themselves; then the compiler takes the shape for null while it is being made.
    private static string ShapeOf(EntityModel entity, MappedType mapped) =>
        $"static () => {mapped.Mapper}.Shape{(mapped.Mapper == entity.Mapper.FullName ? "!" : "")}";
}
