using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes how an object's members become attributes. As in the AWS SDK null is no attribute, nor is an empty text; but
/// where an absent attribute would be read as something else, or not at all, they are written.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="expressions">How values are written.</param>
/// <param name="entity">What has the members.</param>
/// <param name="taken">Names of parameters besides <c>writer</c> and <c>entity</c>.</param>
internal sealed class WriterBody(
    SourceWriter writer, WriteExpressions expressions, EntityModel entity, params string[] taken)
{
    private readonly Locals _locals = new(["writer", "entity", .. taken]);

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
                WriteMember(member, ValueOf(member), nullable);
                continue;
            }

            using (writer.Braces($"if (!writer.HasDiscriminator({GeneratedFile.Quote(member.Attribute)}u8))"))
            {
                WriteMember(member, ValueOf(member), nullable);
            }
        }
    }

    /// <summary>Writes how one member becomes an attribute.</summary>
    /// <param name="member">The member.</param>
    /// <param name="value">The expression that has its value.</param>
    /// <returns>Whether it ended with a block.</returns>
    public bool WriteMember(MemberModel member, string value)
    {
        var nullable = expressions.Nullable(member.Value, value, member.Attribute);
        WriteMember(member, value, nullable);
        return nullable is not null;
    }

    private void WriteMember(MemberModel member, string value, string? nullable)
    {
        if (nullable is null)
        {
            WriteValue(member, value);
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
