using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes how an object's members become attributes. As in the AWS SDK null is no attribute, nor is an empty text; but
/// where an absent attribute would be read as something else, or not at all, they are written.
/// </summary>
internal sealed class WriterBody(SourceWriter writer, WriteExpressions expressions, EntityModel entity)
{
    private readonly Locals _locals = new("writer", "entity");

    public void Write()
    {
        var wasBlock = false;
        for (var i = 0; i < entity.Members.Count; i++)
        {
            var member = entity.Members[i];
            var nullable = expressions.Nullable(member.Value, ValueOf(member), member.Attribute);
            var isBlock = nullable is not null || member.IsDiscriminator;
            if (i > 0 && (isBlock || wasBlock))
            {
                writer.Space();
            }

            wasBlock = isBlock;
            if (!member.IsDiscriminator)
            {
                WriteMember(member, nullable);
                continue;
            }

            using (writer.Braces($"if (!writer.HasDiscriminator({GeneratedFile.Quote(member.Attribute)}u8))"))
            {
                WriteMember(member, nullable);
            }
        }
    }

    private void WriteMember(MemberModel member, string? nullable)
    {
        if (nullable is null)
        {
            WriteValue(member, ValueOf(member));
        }
        else
        {
            WriteNullable(member, nullable);
        }
    }

    private void WriteNullable(MemberModel member, string nullable)
    {
        var local = _locals.AddFor(member.Name);
        var leavesOutEmpty = member.Value is ScalarValue { Kind: "String" }
            && !entity.WritesEmptyStrings && !IsReadAsOther(member, "\"\"");
        using (writer.Braces($"if ({nullable} is {{ {(leavesOutEmpty ? "Length: > 0 " : "")}}} {local})"))
        {
            WriteValue(member, local);
        }

        if (member.Null == NullMeaning.Null && IsReadAsOther(member))
        {
            using (writer.Braces("else"))
            {
                writer.Write($"writer.WriteName({GeneratedFile.Quote(member.Attribute)}u8);\nwriter.WriteNull();");
            }
        }
    }

    private void WriteValue(MemberModel member, string expression)
    {
        if (member is { IsFlattened: true, Value: ObjectValue nested })
        {
            writer.Write($"{nested.Mapped.Mapper}.WriteAttributes(writer, {expression});");
            return;
        }

        var method = member.MustBePresent ? "WriteName" : CollectionMethods.NameMethod(member.Value);
        writer.Write($"writer.{method}({GeneratedFile.Quote(member.Attribute)}u8);");
        writer.Write(expressions.Of(member.Value, expression));
    }

    // Whether an absent attribute is an error, or stands for a default that is neither null nor the given value.
    private static bool IsReadAsOther(MemberModel member, string value = "null") => !member.IsFlattened
        && (member.MustBePresent
            || (member.Default is not (null or "default" or "null" or "null!") && member.Default != value));

    private string ValueOf(MemberModel member) => member.Getter is null
        ? $"entity.{GeneratedFile.Identifier(member.Name)}"
        : $"Get{member.Name}({(entity.IsValueType ? "ref " : "")}entity)";
}
