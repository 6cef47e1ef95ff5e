using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class TableTests
{
    [Theory]
    [InlineData("[[|DH0047:OnInsert<Plain>|]] public void On(Plain p) { }")]
    [InlineData("[[|DH0047:OnInsert|]] public void On(Change<Plain> p) { }")]
    [InlineData("[OnInsert<Named>] public void On(Named p) { }")]
    [InlineData("[OnInsert<System.Version>] public void On(System.Version p) { }")]
    [InlineData("[OnInsert<string>] public void On(string p) { }")]
    public Task Where_a_code_fix_can_name_a_table(string handler) => Marked.AnalyzesAsync($$"""
        public class Plain { public string Id { get; set; } = ""; }
        [DynamoDBTable("Named")] public class Named { public string Id { get; set; } = ""; }
        public class Handlers { {{handler}} }
        """);
}
