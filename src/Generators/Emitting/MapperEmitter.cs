using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the mapper of one type.</summary>
internal sealed class MapperEmitter
{
    private const string Reader = "global::DynamoHandlers.Images.ImageReader";
    private const string Accessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string AccessorKind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";

    private readonly SourceWriter _writer = GeneratedFile.Start();
    private readonly ReadExpressions _expressions = new();
    private readonly EntityModel _entity;

    private MapperEmitter(EntityModel entity) => _entity = entity;

    public static SourceText Emit(EntityModel entity) => new MapperEmitter(entity).Emit();

    private SourceText Emit()
    {
        var mapper = _entity.Mapper;
        if (!_entity.IsForeign)
        {
            var arguments = $"typeof({_entity.Type}), typeof({mapper.FullName})";
            _writer.WriteHeading("[assembly: global::DynamoHandlers.Images.GeneratedEntity", arguments, "]");
            _writer.Space();
        }

        _writer.WriteNamespace(mapper.Namespace);
        _writer.Write($"/// <summary>Reads <see cref=\"{_entity.Type}\"/> from item images and writes it into them.</summary>");
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"{mapper.Keyword()} static class {mapper.Name}"))
        {
            WriteEntryPoint();
            WriteRead();
            WriteReadMethods();
            new WriterEmitter(_writer, _entity).Write();
            WriteAccessors();
        }

        return _writer.ToSourceText();
    }

    private void WriteEntryPoint()
    {
        _writer.Write(
            """
            /// <summary>Reads an item.</summary>
            /// <param name="image">The JSON object of the item's attributes, UTF-8.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">An attribute cannot be read.</exception>
            """);
        using (_writer.Method($"public static {_entity.Type} Read", "global::System.ReadOnlySpan<byte> image"))
        {
            _writer.Write($"var reader = new {Reader}(image);\nreturn Read(ref reader);");
        }

        _writer.Space();
    }

    private void WriteRead()
    {
        _writer.Write(
            """
            /// <summary>Reads the map at hand.</summary>
            /// <param name="reader">A reader before an image or at a map.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">An attribute cannot be read.</exception>
            """);
        using (_writer.Method($"public static {_entity.Type} Read", $"ref {Reader} reader"))
        {
            var body = new MapperBody(_writer, _expressions, _entity);
            body.Write();
        }
    }

    private void WriteReadMethods()
    {
        var methods = new ReadMethods(_writer, _expressions);
        foreach (var (name, value) in _expressions.TakeMethods())
        {
            _writer.Space();
            using (_writer.Method($"private static {value.Type.Annotated} {name}", $"ref {Reader} reader"))
            {
                methods.Write(value);
            }
        }
    }

    // What is required or init-only is set one by one all the same, as its attributes arrive.
    private void WriteAccessors()
    {
        if (_entity.Construction == Construction.Accessor)
        {
            var parameters = _entity.Members.Where(static m => m.Target == MemberTarget.Parameter)
                .Select(static m => $"{m.Value.Type.Annotated} {GeneratedFile.Identifier(m.Parameter!)}");
            _writer.Space();
            _writer.Write($"[{Accessor}({AccessorKind}.Constructor)]");
            _writer.WriteHeading($"private static extern {_entity.Type} Create", string.Join(", ", parameters), ";");
        }

        foreach (var member in _entity.Members.Where(static m => m.Setter is not null))
        {
            var entity = $"{(_entity.IsValueType ? "ref " : "")}{member.Setter!.DeclaringType} entity";
            var name = $"Name = {GeneratedFile.Quote(member.Setter.MetadataName)}";
            _writer.Space();
            _writer.WriteHeading($"[{Accessor}", $"{AccessorKind}.Method, {name}", "]");
            _writer.WriteHeading(
                $"private static extern void Set{member.Name}", $"{entity}, {member.Value.Type.Annotated} value", ";");
        }
    }
}
