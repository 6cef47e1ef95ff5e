using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>Runs the generator on source texts, with the runtime and the AWS SDK referenced.</summary>
internal static class GeneratorHarness
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Amazon.DynamoDBv2.DataModel;
        global using DynamoHandlers;
        """;

    // The platform that the tests run on, which is the one that the referenced runtime was built for.
    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Where(static file => !file.Contains(".Native.", StringComparison.Ordinal))
            .Select(static file => MetadataReference.CreateFromFile(file)),
        .. new[] { "netstandard.dll", "mscorlib.dll", "Microsoft.CSharp.dll" }
            .Select(static file => MetadataReference.CreateFromFile(
                Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, file))),
    ];

    private static readonly ImmutableArray<MetadataReference> Attributes = [Reference("DynamoHandlers.Attributes")];

    private static readonly ImmutableArray<MetadataReference> Runtime =
    [
        .. Attributes,
        Reference("DynamoHandlers"),
        Reference("AWSSDK.Core"),
        Reference("AWSSDK.DynamoDBv2"),
        Reference("Microsoft.Extensions.DependencyInjection.Abstractions"),
    ];

    public static GeneratorRun Run(params string[] sources) => Run(Compile("Acme.Orders", sources));

    public static GeneratorRun Run(CSharpCompilation compilation)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new HandlerGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options,
            driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var ran = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out var output, out var diagnostics, TestContext.Current.CancellationToken);
        return new(ran, compilation, (CSharpCompilation)output, diagnostics);
    }

    public static CSharpCompilation Compile(string assemblyName, params string[] sources) =>
        Compile(assemblyName, LanguageVersion.CSharp14, sources);

    public static CSharpCompilation Compile(string assemblyName, LanguageVersion version, params string[] sources)
    {
        // Documentation is diagnosed too, for generated members need it as much; those of test sources do not.
        // Of the AWS SDK the tests use also what is obsolete by now: entities in use have it.
        var parsing = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        var trees = sources.Prepend(Usings)
            .Select((text, i) => CSharpSyntaxTree.ParseText(text, parsing, $"File{i}.cs"))
            .ToArray();
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions:
            [
                new("CS1591", ReportDiagnostic.Suppress),
                new("CS0618", ReportDiagnostic.Suppress),
            ]);
        return CSharpCompilation.Create(assemblyName, trees, Platform.AddRange(Runtime), options);
    }

    /// <summary>The compilation of a domain that knows of the attributes, but of no runtime.</summary>
    public static CSharpCompilation WithoutRuntime(this CSharpCompilation compilation) =>
        compilation.WithReferences(
            [.. Platform, .. Attributes, Reference("AWSSDK.DynamoDBv2"), Reference("AWSSDK.Core")]);

    /// <summary>The compilation of a domain that knows of the AWS SDK only.</summary>
    public static CSharpCompilation WithoutDynamoHandlers(this CSharpCompilation compilation) =>
        compilation.RemoveSyntaxTrees(compilation.SyntaxTrees[0]).WithReferences(
            [.. Platform, Reference("AWSSDK.DynamoDBv2"), Reference("AWSSDK.Core")]);

    private static PortableExecutableReference Reference(string assembly) =>
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
}
