using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Knows the converters that <c>[StreamConverter]</c> names, on types and on assemblies.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="assembly">The assembly of the type whose members are read.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class TypeConverters(Compilation compilation, IAssemblySymbol assembly, DiagnosticSink sink)
{
    private static readonly SymbolEqualityComparer Same = SymbolEqualityComparer.Default;

    private List<AssemblyConverter>? _ofAssemblies;

    /// <summary>The converter for a type; null if there is none. If it is invalid, that is reported.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isMember">
    /// Whether a member has this very type, rather than a collection or <c>Nullable</c> of it: the AWS SDK regards its
    /// <c>ConverterCache</c> for members only.
    /// </param>
    public ParsedValue<ValueModel>? Find(ITypeSymbol type, bool isMember)
    {
        _ofAssemblies ??= [.. new[] { assembly, compilation.Assembly }.Distinct(Same).OfType<IAssemblySymbol>()
            .SelectMany(OfAssembly)];
        var annotated = KnownAttributes.Converters(type).Select(static a => a.Positional("converter")).ToList();
        if (annotated.Count > 0)
        {
            return OfType(type, annotated);
        }

        var found = _ofAssemblies.FirstOrDefault(c =>
            Same.Equals(c.Target, type) && (isMember || c.Converter.Style == ConverterStyle.Ours));
        return found is null ? null : new(new ConvertedValue(type.ToTypeName(), found.Converter));
    }

    private ParsedValue<ValueModel> OfType(ITypeSymbol type, List<object?> converters)
    {
        var parsed = converters is [ITypeSymbol only]
            ? ConverterParser.Parse(only, type, compilation)
            : ParsedValue<ConverterModel>.Refuse("several converters are named");
        if (parsed.Value is { } converter)
        {
            return new(new ConvertedValue(type.ToTypeName(), converter));
        }

        sink.Report(
            Descriptors.InvalidConverter,
            type.SourceLocation(),
            (converters[0] as ITypeSymbol)?.ToDisplayName() ?? "null",
            type.ToDisplayName(),
            parsed.Refusal!);
        return default;
    }

    private IEnumerable<AssemblyConverter> OfAssembly(IAssemblySymbol source)
    {
        foreach (var attribute in KnownAttributes.Converters(source))
        {
            if (attribute.Positional("converter") is not ITypeSymbol converter)
            {
                continue;
            }

            var target = attribute.Named("For") as ITypeSymbol ?? ConverterParser.TargetOf(converter);
            var parsed = target is null
                ? ParsedValue<ConverterModel>.Refuse("say For which type it is, as its interfaces do not name one")
                : ConverterParser.Parse(converter, target, compilation);
            if (parsed.Value is { } model)
            {
                yield return new(target!, model);
                continue;
            }

            sink.Report(
                Descriptors.InvalidConverter,
                attribute.ApplicationSyntaxReference is { } syntax
                    ? Location.Create(syntax.SyntaxTree, syntax.Span)
                    : null,
                converter.ToDisplayName(),
                target?.ToDisplayName() ?? "a type",
                parsed.Refusal!);
        }
    }

    private sealed record AssemblyConverter(ITypeSymbol Target, ConverterModel Converter);
}
