using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the methods of a mapper that write the type into images.</summary>
internal sealed class WriterEmitter(SourceWriter writer, EntityModel entity)
{
    private const string ImageWriter = "global::DynamoHandlers.Images.ImageWriter";
    private const string Accessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string AccessorKind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";
    private const string AttributeValue = "global::Amazon.DynamoDBv2.Model.AttributeValue";

    private readonly WriteExpressions _expressions = new();

    public void Write()
    {
        WriteEntryPoints();
        WriteMap();
        WriteAttributes();
        WriteWriteMethods();
        WriteAccessors();
    }

    private void WriteEntryPoints()
    {
        writer.Space();
        writer.Write(
            """
            /// <summary>Writes an item.</summary>
            /// <param name="entity">What to write.</param>
            /// <returns>The JSON object of the item's attributes, UTF-8.</returns>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">DynamoDB would not store a value.</exception>
            """);
        using (writer.Method("public static byte[] Write", $"{entity.Type} entity"))
        {
            if (!entity.IsValueType)
            {
                writer.Write("global::System.ArgumentNullException.ThrowIfNull(entity);");
            }

            writer.Write($"using var writer = new {ImageWriter}();\nWrite(writer, entity);\nreturn writer.ToArray();");
        }

        writer.Space();
        writer.Write(
            """
            /// <summary>Makes an item of the AWS SDK, as its <c>PutItem</c> takes it.</summary>
            /// <param name="entity">What to write.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">DynamoDB would not store a value.</exception>
            """);
        using (writer.Method(
            $"public static global::System.Collections.Generic.Dictionary<string, {AttributeValue}> ToItem",
            $"{entity.Type} entity"))
        {
            writer.Write("return global::DynamoHandlers.Images.ImageItem.FromImage(Write(entity));");
        }
    }

    private void WriteMap()
    {
        writer.Space();
        writer.Write(
            """
            /// <summary>Writes a map, or the image.</summary>
            /// <param name="writer">A writer before its image or where a value is due.</param>
            /// <param name="entity">What to write.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">DynamoDB would not store a value.</exception>
            """);
        using (writer.Method("public static void Write", $"{ImageWriter} writer, {entity.Type} entity"))
        {
            writer.Write("writer.BeginMap();\nWriteAttributes(writer, entity);\nwriter.EndMap();");
        }
    }

    private void WriteAttributes()
    {
        writer.Space();
        writer.Write(
            """
            /// <summary>Writes the attributes alone, into a map that has begun.</summary>
            /// <param name="writer">A writer where an attribute's name is due.</param>
            /// <param name="entity">What to write.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">DynamoDB would not store a value.</exception>
            """);
        using (writer.Method("public static void WriteAttributes", $"{ImageWriter} writer, {entity.Type} entity"))
        {
            var locals = new Locals("writer", "entity");
            MemberModel? previous = null;
            foreach (var member in entity.Members)
            {
                if (previous is not null && (IsConditional(previous) || IsConditional(member)))
                {
                    writer.Space();
                }

                WriteMember(member, locals);
                previous = member;
            }
        }
    }

    private void WriteMember(MemberModel member, Locals locals)
    {
        if (!IsConditional(member))
        {
            WriteName(member);
            writer.Write(_expressions.Of(member.Value, ValueOf(member)));
            return;
        }

        var local = locals.AddFor(member.Name);
        using (writer.Braces($"if ({ValueOf(member)} is {{ }} {local})"))
        {
            WriteName(member);
            writer.Write(_expressions.Of(member.Value, local));
        }

        if (NullIsWritten(member))
        {
            using (writer.Braces("else"))
            {
                writer.Write($"writer.WriteName({GeneratedFile.Quote(member.Attribute)}u8);\nwriter.WriteNull();");
            }
        }
    }

    private static bool IsConditional(MemberModel member) => WriteExpressions.CanBeNull(member.Value);

    private void WriteName(MemberModel member)
    {
        var method = member.MustBePresent ? "WriteName" : CollectionForm.NameMethod(member.Value);
        writer.Write($"writer.{method}({GeneratedFile.Quote(member.Attribute)}u8);");
    }

    // As in the AWS SDK null is no attribute; but what is absent must be read as null again.
    private static bool NullIsWritten(MemberModel member) =>
        member.Null == NullMeaning.Null
        && (member.MustBePresent || member.Default is not (null or "default" or "null"));

    private string ValueOf(MemberModel member) => member.Getter is null
        ? $"entity.{GeneratedFile.Identifier(member.Name)}"
        : $"Get{member.Name}({(entity.IsValueType ? "ref " : "")}entity)";

    private void WriteWriteMethods()
    {
        var methods = new WriteMethods(writer, _expressions);
        foreach (var (name, value) in _expressions.TakeMethods())
        {
            writer.Space();
            using (writer.Method($"private static void {name}", $"{ImageWriter} writer, {value.Type.Annotated} values"))
            {
                methods.Write(value);
            }
        }
    }

    private void WriteAccessors()
    {
        foreach (var member in entity.Members.Where(static m => m.Getter is not null))
        {
            var parameter = $"{(entity.IsValueType ? "ref " : "")}{member.Getter!.DeclaringType} entity";
            var name = $"Name = {GeneratedFile.Quote(member.Getter.MetadataName)}";
            writer.Space();
            writer.WriteHeading($"[{Accessor}", $"{AccessorKind}.Method, {name}", "]");
            writer.WriteHeading($"private static extern {member.Value.Type.Annotated} Get{member.Name}", parameter, ";");
        }
    }
}
