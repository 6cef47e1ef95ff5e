using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Sample;

/// <summary>
/// What is generated for samples/Orders: the files of this folder, for readers who want to see it without building.
/// </summary>
public sealed class SampleTests
{
    [Fact]
    public void What_is_generated_for_the_sample_is_in_this_folder()
    {
        // The handlers, what they take, and what they are made of.
        var sources = new[] { "Model", "Handlers", "Screen.cs" }
            .Select(static path => Path.Combine(SampleFolder(), path))
            .SelectMany(static path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cs") : [path])
            .Select(File.ReadAllText)
            .ToArray();

        Baseline.VerifyFiles(GeneratorHarness.Run(GeneratorHarness.Compile("Orders", sources)));
    }

    private static string SampleFolder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "samples", "Orders");
}
