using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the methods of a mapper that write the type into images.</summary>
internal sealed class WriterEmitter(SourceWriter writer, EntityModel entity, ConverterFields converters)
{
    private const string ImageWriter = "global::DynamoHandlers.Images.ImageWriter";
    private const string AttributeValue = "global::Amazon.DynamoDBv2.Model.AttributeValue";

    private readonly WriteExpressions _expressions = new(converters);

    public void Write()
    {
        WriteEntryPoint();
        WriteToItem();
        WriteMap();
        WriteAttributes();
        WriteWriteMethods();
        WriteAccessors();
    }

    private void WriteEntryPoint()
    {
        Document(
            "Writes an item.", ("entity", "What to write."), "The JSON object of the item's attributes, UTF-8.");
        using (writer.Method("public static byte[] Write", $"{entity.Type} entity"))
        {
            if (!entity.IsValueType)
            {
                writer.Write("global::System.ArgumentNullException.ThrowIfNull(entity);");
            }

            var conversion = entity.Conversion == Conversion.V2
                ? ""
                : $"global::DynamoHandlers.ConversionSchema.{entity.Conversion}";
            writer.Write($"using var writer = new {ImageWriter}({conversion});");
            if (entity.Discriminator is { } discriminator)
            {
                writer.Write("writer.BeginMap();");
                WriteDiscriminator(discriminator.Attribute, discriminator.Value);
                writer.Write("WriteAttributes(writer, entity);\nwriter.EndMap();");
            }
            else
            {
                writer.Write("Write(writer, entity);");
            }

            writer.Write("return writer.ToArray();");
        }
    }

    private void WriteToItem()
    {
        Document("Makes an item of the AWS SDK, as its <c>PutItem</c> takes it.", ("entity", "What to write."));
        using (writer.Method(
            $"public static global::System.Collections.Generic.Dictionary<string, {AttributeValue}> ToItem",
            $"{entity.Type} entity"))
        {
            writer.Write("return global::DynamoHandlers.Images.ImageItem.FromImage(Write(entity));");
        }
    }

    private void WriteMap()
    {
        Document("Writes a map, or the image.", ("writer", "A writer before its image or where a value is due."));
        using (writer.Method("public static void Write", $"{ImageWriter} writer, {entity.Type} entity"))
        {
            writer.Write("writer.BeginMap();\nWriteAttributes(writer, entity);\nwriter.EndMap();");
        }
    }

    private void WriteAttributes()
    {
        const string Writer = "A writer where an attribute's name is due.";
        if (entity.Polymorphism is { } polymorphism)
        {
            Document("Writes the attributes of the object's own type, and which it is.", ("writer", Writer));
            using (writer.Method("public static void WriteAttributes", $"{ImageWriter} writer, {entity.Type} entity"))
            {
                WriteDispatch(polymorphism);
            }

            if (entity.Construction == Construction.None)
            {
                return;
            }
        }

        var name = entity.Polymorphism is null ? "WriteAttributes" : "WriteExactAttributes";
        Document("Writes the attributes alone, into a map that has begun.", ("writer", Writer));
        using (writer.Method($"public static void {name}", $"{ImageWriter} writer, {entity.Type} entity"))
        {
            new WriterBody(writer, _expressions, entity).Write();
        }
    }

    // By the object's own type: as of another it would lose members without anyone noticing.
    private void WriteDispatch(Polymorphism polymorphism)
    {
        writer.Write("var type = entity.GetType();");
        foreach (var type in polymorphism.Types.Where(static t => t.Mapped is not null)
            .GroupBy(static t => t.Type).Select(static g => g.First()))
        {
            using (writer.Braces($"if (type == typeof({type.Type}))"))
            {
                var method = type.IsPolymorphic ? "WriteExactAttributes" : "WriteAttributes";
                WriteDiscriminator(polymorphism.Attribute, type.Discriminator);
                writer.Write($"{type.Mapped!.Mapper}.{method}(writer, ({type.Type})entity);\nreturn;");
            }

            writer.Space();
        }

        if (entity.Construction != Construction.None)
        {
            using (writer.Braces($"if (type == typeof({entity.Type}))"))
            {
                writer.Write("WriteExactAttributes(writer, entity);\nreturn;");
            }

            writer.Space();
        }

        writer.Write($"throw writer.UnknownType(type, typeof({entity.Type}));");
    }

    private void WriteDiscriminator(string attribute, string value) => writer.Write(
        $"writer.WriteDiscriminator({GeneratedFile.Quote(attribute)}u8, {GeneratedFile.Quote(value)});");

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
        if (entity.Construction == Construction.None)
        {
            return;
        }

        foreach (var member in entity.Members.Where(static m => m.Getter is not null))
        {
            AccessorEmitter.WriteGetter(writer, entity.IsValueType, member, $"Get{member.Name}");
        }
    }

    private void Document(string summary, (string Name, string Text) parameter, string? returns = null)
    {
        writer.Space();
        writer.Write($"/// <summary>{summary}</summary>");
        writer.Write($"/// <param name=\"{parameter.Name}\">{parameter.Text}</param>");
        if (parameter.Name == "writer")
        {
            writer.Write("/// <param name=\"entity\">What to write.</param>");
        }

        if (returns is not null)
        {
            writer.Write($"/// <returns>{returns}</returns>");
        }

        writer.Write(
            "/// <exception cref=\"global::DynamoHandlers.Images.MappingException\">DynamoDB would not store a value.</exception>");
    }
}
