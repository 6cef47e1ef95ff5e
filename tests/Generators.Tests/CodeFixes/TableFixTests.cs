using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

public sealed class TableFixTests
{
    private const string Entity = """
        namespace Shop
        {
            /// <summary>What is bought.</summary>
            public class Order { public string Id { get; set; } = ""; }
        }
        """;

    private const string Handlers = """
        using Shop;

        public class Handlers
        {
            [OnInsert<Order>] public void One(Order order) { }
            [OnRemove<Order>] public void Other(Order order) { }
        }
        """;

    [Fact]
    public async Task The_entity_gets_its_table_in_its_own_file() => AssertFixed(
        await CodeFixHarness.FixAsync(GeneratorHarness.Compile("Acme.Orders", Entity, Handlers), "DH0047"));

    [Fact]
    public async Task Once_for_all_its_handlers() => AssertFixed(
        await CodeFixHarness.FixAllAsync(GeneratorHarness.Compile("Acme.Orders", Entity, Handlers), "DH0047"));

    private static void AssertFixed(IReadOnlyList<string> sources)
    {
        Assert.Equal(
            Entity.Replace("public class", "[StreamEntity(Table = \"Order\")]\npublic class", StringComparison.Ordinal),
            sources[1],
            Fixing.Layout);
        Assert.Equal(Handlers, sources[2]);
    }
}
