using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>
/// Compares what was generated with a file beside the test, <c>Class.Method.verified.cs</c>. Where they differ it
/// leaves a <c>.received.cs</c>; run the tests with <c>ACCEPT_BASELINES=1</c> to take what was generated.
/// </summary>
internal static class Baseline
{
    /// <summary>Generates for the sources, compiles the whole as C# 14 and C# 12, and compares all but the diffs.</summary>
    public static void Verify(
        string source, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        var run = GeneratorHarness.Run(source).Compiles();
        var older = GeneratorHarness.Run(
            GeneratorHarness.Compile("Acme.Orders", LanguageVersion.CSharp12, source)).Compiles();
        Assert.Equal(run.TextOf(IsNoDiff), older.TextOf(IsNoDiff));
        CompilesWithWarningsOn(run);
        CompilesWithWarningsOn(older);
        Compare(run.TextOf(IsNoDiff), Path.ChangeExtension(testFile, $"{testMethod}.verified.cs"));
    }

    /// <summary>Compiles the whole and compares the diffs only.</summary>
    public static void VerifyDiffs(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        CompilesWithWarningsOn(run.Compiles());
        Compare(
            run.TextOf(static file => !IsNoDiff(file)), Path.ChangeExtension(testFile, $"{testMethod}.verified.cs"));
    }

    /// <summary>Compares each generated file with the one of its name in a folder beside the test.</summary>
    public static void VerifyFiles(GeneratorRun run, [CallerFilePath] string testFile = "")
    {
        CompilesWithWarningsOn(run.Compiles());
        var folder = Path.GetDirectoryName(testFile)!;
        var generated = run.Result.GeneratedSources.ToDictionary(
            static source => source.HintName.Replace(".g.cs", ".verified.cs", StringComparison.Ordinal),
            static source => source.SourceText.ToString());
        Assert.All(generated, file => Compare(file.Value, Path.Combine(folder, file.Key)));
        Assert.Equal(
            generated.Keys.Order(),
            Directory.EnumerateFiles(folder, "*.verified.cs").Select(Path.GetFileName).Order());
    }

    private static bool IsNoDiff(string file) => !file.EndsWith(".Diff.g.cs", StringComparison.Ordinal);

    // Generated files silence all warnings for the sake of obsolete members; our own must not need that.
    private static void CompilesWithWarningsOn(GeneratorRun run)
    {
        var output = run.Output;
        var generated = output.SyntaxTrees.Where(static t => t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
        foreach (var tree in generated)
        {
            var text = tree.ToString().Replace("#pragma warning disable\n", "", StringComparison.Ordinal);
            output = output.ReplaceSyntaxTree(
                tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        var warnings = (run with { Output = output }).Warnings().ToList();
        Assert.True(warnings.Count == 0, string.Join('\n', warnings));
    }

    private static void Compare(string received, string verifiedFile)
    {
        var receivedFile = verifiedFile.Replace(".verified.cs", ".received.cs", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ACCEPT_BASELINES") == "1")
        {
            File.WriteAllText(verifiedFile, received);
        }

        // Git may have checked the file out with the line ends of the machine.
        var verified = File.Exists(verifiedFile)
            ? File.ReadAllText(verifiedFile).Replace("\r\n", "\n", StringComparison.Ordinal)
            : "";
        if (verified == received)
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail($"{Path.GetFileName(verifiedFile)} differs from what was generated ({receivedFile}):\n"
            + FirstDifference(verified.Split('\n'), received.Split('\n')));
    }

    private static string FirstDifference(string[] verified, string[] received)
    {
        var line = verified.Zip(received).TakeWhile(static pair => pair.First == pair.Second).Count();
        return $"""
            line {line + 1}
            - {string.Join("\n- ", verified.Skip(line).Take(3))}
            + {string.Join("\n+ ", received.Skip(line).Take(3))}
            """;
    }
}
