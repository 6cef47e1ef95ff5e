using DynamoHandlers.Generators.Emitting.Diffs;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the mapper of one type.</summary>
internal sealed class MapperEmitter
{
    private const string Reader = "global::DynamoHandlers.Images.ImageReader";

    private readonly SourceWriter _writer = GeneratedFile.Start();
    private readonly ConverterFields _converters;
    private readonly ReadExpressions _expressions;
    private readonly EntityModel _entity;

    private MapperEmitter(EntityModel entity)
    {
        _entity = entity;
        _converters = new(entity);
        _expressions = new(_converters);
    }

    public static SourceText Emit(EntityModel entity) => new MapperEmitter(entity).Emit();

    private SourceText Emit()
    {
        var mapper = _entity.Mapper;
        if (!_entity.IsForeign && _entity.Variant.Length == 0)
        {
            var arguments = $"typeof({_entity.Type}), typeof({mapper.FullName}), typeof({_entity.Diff.FullName})";
            _writer.WriteHeading("[assembly: global::DynamoHandlers.Images.GeneratedEntity", arguments, "]");
            _writer.Space();
        }

        _writer.WriteNamespace(mapper.Namespace);
        _writer.Write($"/// <summary>Reads <see cref=\"{_entity.Cref}\"/> from item images and writes it into them.</summary>");
        _writer.WriteTypeAttributes();
        using (_writer.Braces($"{mapper.Keyword()} static class {mapper.Name}"))
        {
            WriteEntryPoint();
            WriteRead();
            WriteReadMethods();
            new WriterEmitter(_writer, _entity, _converters).Write();
            new AccessorEmitter(_writer, _entity).Write();
            _converters.Write(_writer);
            ShapeEmitter.Write(_writer, _entity);
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
        if (_entity.Polymorphism is { } polymorphism)
        {
            WriteRead("Read", "Reads the map at hand as the type that its discriminator names.", () =>
                WriteDispatch(polymorphism));
            if (_entity.Construction == Construction.None)
            {
                return;
            }

            _writer.Space();
        }

        WriteRead(
            _entity.Polymorphism is null ? "Read" : "ReadExact",
            _entity.Polymorphism is null ? "Reads the map at hand." : "Reads the map at hand without regard to its discriminator.",
            () => new MapperBody(_writer, _expressions, _entity).Write());
    }

    private void WriteRead(string name, string summary, Action body)
    {
        _writer.Write(
            $"""
            /// <summary>{summary}</summary>
            /// <param name="reader">A reader before an image or at a map.</param>
            /// <exception cref="global::DynamoHandlers.Images.MappingException">An attribute cannot be read.</exception>
            """);
        using (_writer.Method($"public static {_entity.Type} {name}", $"ref {Reader} reader"))
        {
            body();
        }
    }

    // The discriminator may come last: a copy of the reader looks for it.
    private void WriteDispatch(Polymorphism polymorphism)
    {
        var target = $"typeof({_entity.Type})";
        var attribute = GeneratedFile.Quote(polymorphism.Attribute);
        _writer.Write("var discriminator = reader;");
        using (_writer.Braces($"if (!discriminator.SeekAttribute({attribute}u8, {target}))"))
        {
            _writer.Write(_entity.Construction == Construction.None
                ? $"discriminator.ThrowMissing({attribute}, {target});"
                : "return ReadExact(ref reader);");
        }

        _writer.Space();
        foreach (var type in polymorphism.Types)
        {
            using (_writer.Braces($"if (discriminator.IsText({GeneratedFile.Quote(type.Discriminator)}u8))"))
            {
                var read = type.IsPolymorphic || type.Mapped is null ? "ReadExact" : "Read";
                var mapper = type.Mapped is null ? "" : $"{type.Mapped.Mapper}.";
                _writer.Write($"return {mapper}{read}(ref reader);");
            }

            _writer.Space();
        }

        var known = string.Join(", ", polymorphism.Types.Select(static t => $"'{t.Discriminator}'"));
        _writer.Write($"throw discriminator.UnknownType({target}, {GeneratedFile.Quote(known)});");
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
}
