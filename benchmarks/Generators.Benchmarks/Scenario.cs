using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Benchmarks;

/// <summary>What happens to the project before the generator runs.</summary>
/// <param name="Name">What it is called in the output.</param>
/// <param name="IsEdit">Whether the generator has run before and kept what it found.</param>
/// <param name="Change">Makes the change, each round another one by its number.</param>
internal sealed record Scenario(string Name, bool IsEdit, Func<CSharpCompilation, int, CSharpCompilation> Change)
{
    public static readonly Scenario[] All =
    [
        new("full generation", IsEdit: false, static (c, i) => c.WithAssemblyName($"Shop{i}")),
        new("unrelated edit", IsEdit: true, static (c, i) =>
            ShopProject.Edit(c, "Unrelated.cs", "=> 0", $"=> {i + 1}")),
        new("edit in a handler's body", IsEdit: true, static (c, i) =>
            ShopProject.Edit(c, "Handlers7.cs", "{ _calls++; }", $"{{ _calls += {i}; }}")),
        new("shift of a handler's lines", IsEdit: true, static (c, i) =>
            ShopProject.Edit(c, "Handlers7.cs", "namespace", $"// {i}\n\nnamespace")),
        new("new property", IsEdit: true, static (c, i) =>
            ShopProject.Edit(c, "Entity7.cs", "public int Count", $"public int A{i} {{ get; set; }} public int Count")),
    ];
}
