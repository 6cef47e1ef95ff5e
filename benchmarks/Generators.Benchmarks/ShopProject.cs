using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Benchmarks;

/// <summary>A large project to generate for: each entity in a file, and its handlers in another.</summary>
internal sealed class ShopProject
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using DynamoHandlers;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    public ShopProject(int entities, int handlersPerEntity)
    {
        Entities = entities;
        Handlers = entities * handlersPerEntity;
        var trees = new List<SyntaxTree> { Parse(Usings, "Usings.cs"), Parse(UnrelatedFile, "Unrelated.cs") };
        for (var i = 0; i < entities; i++)
        {
            trees.Add(Parse(EntityFile(i), $"Entity{i}.cs"));
            trees.Add(Parse(HandlerFile(i, handlersPerEntity), $"Handlers{i}.cs"));
        }

        Compilation = CSharpCompilation.Create(
            "Shop",
            trees,
            References(),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public int Entities { get; }

    public int Handlers { get; }

    /// <summary>The project before any edit; its symbols are not bound yet.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The project after an edit of one file, as an editor makes it: with all other trees kept.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, string file, string before, string after)
    {
        var tree = compilation.SyntaxTrees.First(t => t.FilePath == file);
        var text = tree.ToString();
        return text.Contains(before, StringComparison.Ordinal)
            ? compilation.ReplaceSyntaxTree(
                tree, Parse(text.Replace(before, after, StringComparison.Ordinal), file))
            : throw new InvalidOperationException($"{file} has no '{before}' to edit.");
    }

    private static SyntaxTree Parse(string text, string file) => CSharpSyntaxTree.ParseText(text, Parsing, file);

    private const string UnrelatedFile =
        "namespace Shop; public static class Unrelated { public static int Edits => 0; }";

    private static string EntityFile(int i) => $$"""
        namespace Shop;

        [StreamEntity(Table = "Table{{i}}")]
        public sealed record Entity{{i}}
        {
            public required string Id { get; init; }
            public Status{{i}} Status { get; init; }
            public int Count { get; init; }
            public decimal? Total { get; set; }
            public DateTime PlacedAt { get; set; }
            public List<Line{{i}}> Lines { get; init; } = [];
            public Address{{i}}? Address { get; set; }
            public HashSet<string> Tags { get; init; } = [];
            public Dictionary<string, int> Counts { get; init; } = [];
            [StreamAttribute("n")] public string? Note { get; set; }
        }

        public enum Status{{i}} { New, Paid }

        public sealed record Line{{i}}(string Sku, int Quantity, decimal Price);

        public sealed class Address{{i}} { public string City { get; set; } = ""; public string? Street { get; set; } }
        """;

    private static string HandlerFile(int i, int count) => $$"""
        namespace Shop;

        public sealed class Handlers{{i}}
        {
            private int _calls;

            {{string.Join("\n    ", Enumerable.Range(0, count).Select(n => Handler(i, n)))}}
        }
        """;

    private static string Handler(int i, int n) => (n % 2) switch
    {
        0 => $$"""
            [OnModify<Entity{{i}}>(nameof(Entity{{i}}.Status), nameof(Entity{{i}}.Count))]
                public Task Changed{{n}}(Entity{{i}} before, Entity{{i}} after, CancellationToken stop) =>
                    Task.Delay(_calls++, stop);
            """,
        _ => $$"""
            [OnInsert<Entity{{i}}>, OnRemove<Entity{{i}}>]
                public void Any{{n}}(Change<Entity{{i}}> change, ChangeContext context) { _calls++; }
            """,
    };

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => Path.GetFileName(file) is var name
                && (name.StartsWith("System", StringComparison.Ordinal)
                    || name is "DynamoHandlers.dll" or "DynamoHandlers.Attributes.dll" or "netstandard.dll"
                        or "Microsoft.Extensions.DependencyInjection.Abstractions.dll"))
            .Select(static file => MetadataReference.CreateFromFile(file));
}
