using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Transactions;

/// <summary>Writes what makes attribute values of an entity's members, by the same conversion as its mapper.</summary>
internal sealed class ValuesEmitter
{
    private const string ImageWriter = "global::DynamoHandlers.Images.ImageWriter";
    private const string ImageItem = "global::DynamoHandlers.Images.ImageItem";

    private readonly SourceWriter _writer;
    private readonly WrittenEntity _entity;
    private readonly ConverterFields _converters;
    private readonly WriteExpressions _expressions;

    public ValuesEmitter(SourceWriter writer, WrittenEntity entity)
    {
        _writer = writer;
        _entity = entity;
        _converters = new(entity.Entity);
        _expressions = new(_converters);
    }

    /// <summary>The method that makes the value of a member.</summary>
    public static string MethodOf(MemberModel member) => $"Of{member.Name}";

    public void Write()
    {
        _writer.Write($"/// <summary>Makes attribute values of what <see cref=\"{_entity.Entity.Cref}\"/> holds.</summary>");
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"internal static class {_entity.Values.Name}"))
        {
            WriteKey();
            foreach (var member in _entity.Members)
            {
                WriteValue(member);
            }

            WriteMethods();
            _converters.Write(_writer);
        }
    }

    private void WriteKey()
    {
        var parameters = TransactionEmitter.KeyParameters(_entity);
        using (_writer.Method(
            $"public static global::System.Collections.Generic.Dictionary<string, {TransactionEmitter.AttributeValue}> KeyOf",
            TransactionEmitter.Join(parameters)))
        {
            var body = new WriterBody(_writer, _expressions, _entity.Entity, [.. parameters.Select(static p => p.Name.TrimStart('@'))]);
            Begin();
            foreach (var (key, (_, name)) in _entity.Keys.Zip(parameters, static (key, p) => (key, p)))
            {
                WriteMember(body, key, name);
            }

            _writer.Write($"writer.EndMap();\nreturn {ImageItem}.FromImage(writer.ToArray());");
        }
    }

    private void WriteValue(MemberModel member)
    {
        _writer.Space();
        using (_writer.Method(
            $"public static {TransactionEmitter.AttributeValue}? {MethodOf(member)}", $"{member.Value.Type.Annotated} value"))
        {
            Begin();
            WriteMember(new WriterBody(_writer, _expressions, _entity.Entity, "value"), member, "value");
            _writer.Write($"writer.EndMap();\nreturn {ImageItem}.FindValue(writer, {GeneratedFile.Quote(member.Attribute)});");
        }
    }

    private void WriteMember(WriterBody body, MemberModel member, string value)
    {
        if (body.WriteMember(member, value))
        {
            _writer.Space();
        }
    }

    private void Begin()
    {
        var conversion = _entity.Entity.Conversion == Conversion.V2
            ? ""
            : $"global::DynamoHandlers.ConversionSchema.{_entity.Entity.Conversion}";
        _writer.Write($"using var writer = new {ImageWriter}({conversion});\nwriter.BeginMap();");
    }

    private void WriteMethods()
    {
        var methods = new WriteMethods(_writer, _expressions);
        foreach (var (name, value) in _expressions.TakeMethods())
        {
            _writer.Space();
            using (_writer.Method($"private static void {name}", $"{ImageWriter} writer, {value.Type.Annotated} values"))
            {
                methods.Write(value);
            }
        }
    }
}
