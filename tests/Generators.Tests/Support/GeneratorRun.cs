using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>A compilation with what the generator added to it.</summary>
internal sealed record GeneratorRun(
    GeneratorDriver Driver, CSharpCompilation Input, CSharpCompilation Output, ImmutableArray<Diagnostic> Diagnostics)
{
    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The generated files with their names, one after the other.</summary>
    public string Text => TextOf(static _ => true);

    /// <summary>The generated files whose names pass, with their names, one after the other.</summary>
    public string TextOf(Func<string, bool> wanted) => string.Join(
        "\n",
        Result.GeneratedSources.Where(s => wanted(s.HintName))
            .OrderBy(static s => s.HintName, StringComparer.Ordinal)
            .Select(static s => $"// ==== {s.HintName}\n{s.SourceText}"));

    /// <summary>The generated file with this name.</summary>
    public string File(string hintName) =>
        Result.GeneratedSources.Single(s => s.HintName == hintName).SourceText.ToString();

    /// <summary>Asserts that the whole compiles without a warning and that the generator has nothing to say.</summary>
    public GeneratorRun Compiles()
    {
        Assert.Empty(Diagnostics);
        Assert.Null(Result.Exception);
        var warnings = string.Join('\n', Warnings());
        Assert.True(warnings.Length == 0, warnings);
        return this;
    }

    /// <summary>As <see cref="Compiles"/>, but the generator has to say just what is given.</summary>
    public GeneratorRun CompilesWith(params string[] ids)
    {
        Assert.Equal(ids, Diagnostics.Select(static d => d.Id));
        (this with { Diagnostics = [] }).Compiles();
        return this;
    }

    /// <summary>Runs the same generator on a changed compilation.</summary>
    public GeneratorRun RunAgain(CSharpCompilation changed)
    {
        var driver = Driver.RunGeneratorsAndUpdateCompilation(
            changed, out var output, out var diagnostics, TestContext.Current.CancellationToken);
        return new(driver, changed, (CSharpCompilation)output, diagnostics);
    }

    public MetadataReference ToReference()
    {
        using var stream = new MemoryStream();
        var emitted = Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    /// <summary>The compiler's warnings and errors about the user's and the generated files.</summary>
    public IEnumerable<string> Warnings() => Output
        .GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(static d => d.Severity >= DiagnosticSeverity.Warning)
        .Select(static d => d.ToString());
}
