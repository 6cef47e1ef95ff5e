using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the accessors to constructors, setters and fields that ordinary code may not use. What is required or init-only is
/// set one by one all the same, as its attributes arrive.
/// </summary>
internal sealed class AccessorEmitter(SourceWriter writer, EntityModel entity)
{
    private const string Accessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string AccessorKind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";

    public void Write()
    {
        if (entity.Construction == Construction.Accessor)
        {
            WriteConstructor();
        }

        foreach (var member in entity.Members.Where(static m => m.Setter is not null))
        {
            WriteSetter(member, member.Setter!);
        }
    }

    /// <summary>Writes the accessor to a getter or field that ordinary code may not use.</summary>
    public static void WriteGetter(SourceWriter writer, bool isValueType, MemberModel member, string name) =>
        WriteGetter(writer, isValueType, member, member.Getter!, name);

    private static void WriteGetter(
        SourceWriter writer, bool isValueType, MemberModel member, AccessorModel getter, string name)
    {
        var kind = getter.IsField ? "Field" : "Method";
        writer.Space();
        writer.WriteHeading(
            $"[{Accessor}", $"{AccessorKind}.{kind}, Name = {GeneratedFile.Quote(getter.MetadataName)}", "]");
        writer.WriteHeading(
            $"private static extern {(getter.IsField ? "ref " : "")}{member.Value.Type.Annotated} {name}",
            $"{(isValueType ? "ref " : "")}{getter.DeclaringType} entity",
            ";");
    }

    private void WriteConstructor()
    {
        var parameters = entity.Members.Where(static m => m.Target == MemberTarget.Parameter)
            .Select(static m => (Type: m.Value.Type.Annotated, Name: GeneratedFile.Identifier(m.Parameter!)))
            .ToList();
        const string Attribute = $"[{Accessor}({AccessorKind}.Constructor)]";
        if (entity.GenericConstructor is { } generic)
        {
            WriteGeneric(
                "Create",
                entity.Type,
                parameters,
                generic,
                Attribute,
                generic.DeclaringType,
                generic.Values.Zip(parameters, static (type, p) => (type, p.Name)));
            return;
        }

        writer.Space();
        writer.Write(Attribute);
        writer.WriteHeading($"private static extern {entity.Type} Create", Join(parameters), ";");
    }

    private void WriteSetter(MemberModel member, AccessorModel setter)
    {
        if (setter.IsField)
        {
            WriteGetter(writer, entity.IsValueType, member, setter, $"Set{member.Name}");
            return;
        }

        var reference = entity.IsValueType ? "ref " : "";
        List<(string, string)> parameters =
        [
            ($"{reference}{setter.DeclaringType}", "entity"), (member.Value.Type.Annotated, "value"),
        ];
        var arguments = $"{AccessorKind}.Method, Name = {GeneratedFile.Quote(setter.MetadataName)}";
        if (setter.Generic is { } generic)
        {
            WriteGeneric(
                $"Set{member.Name}",
                "void",
                parameters,
                generic,
                $"[{Accessor}({arguments})]",
                "void",
                [($"{reference}{generic.DeclaringType}", "entity"), (generic.Values[0], "value")]);
            return;
        }

        writer.Space();
        writer.WriteHeading($"[{Accessor}", arguments, "]");
        writer.WriteHeading($"private static extern void Set{member.Name}", Join(parameters), ";");
    }

    // A method like any other accessor, and the class with the type parameters that it calls.
    private void WriteGeneric(
        string name,
        string result,
        List<(string Type, string Name)> parameters,
        GenericAccessor generic,
        string attribute,
        string openResult,
        IEnumerable<(string Type, string Name)> openParameters)
    {
        var arguments = parameters.Select(static p => p.Type.StartsWith("ref ", StringComparison.Ordinal)
            ? $"ref {p.Name}"
            : p.Name);
        writer.Space();
        writer.WriteHeading($"private static {result} {name}", Join(parameters), " =>");
        writer.Write($"    {name}Accessor{generic.Arguments}.Call({string.Join(", ", arguments)});");
        writer.Space();
        using (writer.Braces($"private static class {name}Accessor{generic.Parameters}{generic.Constraints}"))
        {
            writer.Write(attribute);
            writer.WriteHeading($"public static extern {openResult} Call", Join(openParameters), ";");
        }
    }

    private static string Join(IEnumerable<(string Type, string Name)> parameters) =>
        string.Join(", ", parameters.Select(static p => $"{p.Type} {p.Name}"));
}
