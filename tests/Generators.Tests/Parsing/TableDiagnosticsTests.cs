using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Parsing;

/// <summary>What is wrong about tables with several entities.</summary>
public sealed class TableDiagnosticsTests
{
    [Theory]
    [InlineData("""Discriminator = "type" """, """Discriminator = "type", DiscriminatorValue = "A" """, "'B' (type 'A') and 'A' (type 'A')")]
    [InlineData("""KeyPrefix = "C#" """, """KeyPrefix = "C#" """, "(partition key 'C#*')")]
    [InlineData("""KeyPrefix = "C#" """, """SortKeyPrefix = "O#" """, "(sort key 'O#*') and 'A' (partition key 'C#*')")]
    [InlineData("""Discriminator = "t" """, """KeyPrefix = "C#" """, "give one a further condition")]
    [InlineData("""Discriminator = "t" """, """Discriminator = "u" """, "'A' (t 'A')")]
    [InlineData("""Discriminator = "t", DiscriminatorValue = "x*", KeyPrefix = "A" """, """Discriminator = "t", DiscriminatorValue = "xy" """, "'A' (t 'x*', partition key 'A*')")]
    public void Entities_that_claim_the_same_items(string first, string second, string message) => Assert.Contains(
        message, Assert.Single(Marked.Reports(Entities(first, second, "B", "DH0005"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""Discriminator = "type" """, """Discriminator = "type" """)]
    [InlineData("""KeyPrefix = "C#" """, """KeyPrefix = "C#", SortKeyPrefix = "O#" """)]
    [InlineData("""KeyPrefix = "C#" """, """KeyPrefix = "D#" """)]
    [InlineData("""KeyPrefix = "C#" """, """KeyPrefix = "C#", Discriminator = "t" """)]
    [InlineData("""Discriminator = "t", DiscriminatorValue = "x*" """, """Discriminator = "t", DiscriminatorValue = "xy" """)]
    [InlineData("""Discriminator = "t", KeyPrefix = "A#" """, """Discriminator = "u", KeyPrefix = "B#" """)]
    [InlineData("""Table = "Other" """, """KeyPrefix = "C#" """)]
    public void Entities_that_can_be_told_apart(string first, string second) =>
        GeneratorHarness.Run(Entities(first, second, null, "")).Compiles();

    [Fact]
    public void An_entity_that_takes_the_records_of_others() => Assert.Contains(
        "those of 'B' included",
        Assert.Single(Marked.Reports(Entities("", """SortKeyPrefix = "O#" """, "A", "DH0006"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("DiscriminatorValue = \"x\"", "no Discriminator")]
    [InlineData("Discriminator = \"\"", "Discriminator is empty")]
    [InlineData("KeyPrefix = \"\"", "KeyPrefix is empty")]
    [InlineData("SortKeyPrefix = \"\", KeyPrefix = \"a\"", "SortKeyPrefix is empty")]
    public void Conditions_that_are_incomplete(string arguments, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(
            $$"""
            [[|DH0038:StreamEntity({{arguments}})|]]
            public class Thing;
            public static class Handlers
            {
                [OnInsert<Thing>] public static void A(Thing thing) { }
                [OnModify<Thing>, OnRemove<Thing>] public static void B(Thing thing) { }
            }
            """)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[[|DH0040:OnUnmatched(\"\")|]] public static void On(ChangeContext context) { }", "no table is named")]
    [InlineData("[[|DH0040:OnUnmatched(null!)|]] public static void On(ChangeContext context) { }", "no table is named")]
    [InlineData("[OnUnmatched(\"Shop\")] public static void On(A [|DH0040:a|]) { }", "is of the entity 'A'")]
    [InlineData("[OnUnmatched<A>] public static void On(Change<A> [|DH0040:a|]) { }", "is a change of 'A'")]
    [InlineData("[OnUnmatched<A>] public static void On(int [|DH0040:count|]) { }", "nor can it be a service")]
    [InlineData("[[|DH0019:OnUnmatched<Uri>|]] public static void On(ChangeContext context) { }", "names no table")]
    [InlineData("[OnUnmatched<A>] public static int [|DH0001:On|](ChangeContext context) => 0;", "return void")]
    [InlineData("[OnUnmatched<A>] private static void [|DH0008:On|](ChangeContext context) { }", "internal or public")]
    public void A_handler_that_cannot_take_unmatched_records(string handler, string message) => Assert.Contains(
        message,
        Assert.Single(Marked.Reports(
            $$"""
            [StreamEntity(Table = "Shop", KeyPrefix = "A#")]
            public class A;
            public static class Handlers
            {
                [OnInsert<A>] public static void A(A a) { }
                {{handler}}
            }
            """)),
        StringComparison.Ordinal);

    [Fact]
    public void A_handler_of_unmatched_records_where_there_are_none() => Assert.Contains(
        "'A' has neither a discriminator nor key prefixes and takes every record of table 'Shop'",
        Assert.Single(Marked.Reports(
            """
            [StreamEntity(Table = "Shop")]
            public class A;
            public static class Handlers
            {
                [OnInsert<A>] public static void A(A a) { }
                [[|DH0007:OnUnmatched("Shop")|]] public static void On(ChangeContext context) { }
            }
            """)),
        StringComparison.Ordinal);

    private static string Entities(string first, string second, string? marked, string id)
    {
        return $$"""
            [StreamEntity({{Arguments(first)}})]
            public class {{Name("A")}};

            [StreamEntity({{Arguments(second)}})]
            public class {{Name("B")}};

            public static class Handlers
            {
                [OnInsert<A>, OnRemove<A>] public static void A(A a) { }
                [OnInsert<B>] public static void B(B b) { }
                [OnModify<B>] public static void B2(B b) { }
            }
            """;

        string Name(string name) => name == marked ? $"[|{id}:{name}|]" : name;

        static string Arguments(string arguments) =>
            arguments.Contains("Table", StringComparison.Ordinal) ? arguments : $"Table = \"Shop\"{(arguments.Length > 0 ? ", " : "")}{arguments}";
    }
}
