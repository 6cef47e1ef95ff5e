using DynamoHandlers.Generators.Tests.Analyzers;
using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

/// <summary>Fixes the file of a test, and compares without regard to the layout, which editors format anyway.</summary>
internal static class Fixing
{
    public static IEqualityComparer<string> Layout { get; } = new LayoutComparer();

    public static string Handler(string method) => HandlerSource.InClass("[OnInsert<Order>] " + method);

    public static async Task<string> FixAsync(string source, string id, int choice = 0) =>
        (await CodeFixHarness.FixAsync(GeneratorHarness.Compile("Acme.Orders", source), id, choice))[^1];

    public static async Task<string> FixAllAsync(string source, string id, int choice = 0) =>
        (await CodeFixHarness.FixAllAsync(GeneratorHarness.Compile("Acme.Orders", source), id, choice))[^1];

    public static Task<IReadOnlyList<string>> TitlesAsync(string source, string id) =>
        CodeFixHarness.TitlesAsync(GeneratorHarness.Compile("Acme.Orders", source), id);

    private sealed class LayoutComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => Flat(x) == Flat(y);

        public int GetHashCode(string obj) => Flat(obj).GetHashCode(StringComparison.Ordinal);

        private static string Flat(string? text) =>
            string.Join(' ', (text ?? "").Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }
}
