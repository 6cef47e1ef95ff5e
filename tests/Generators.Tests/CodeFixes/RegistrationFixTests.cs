using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using static DynamoHandlers.Generators.Tests.CodeFixes.Fixing;

namespace DynamoHandlers.Generators.Tests.CodeFixes;

public sealed class RegistrationFixTests
{
    [Theory]
    [InlineData(
        "services.AddDynamoHandlers(o => o.Application = \"shop\");",
        "services.AddDynamoHandlers(o => o.Application = \"shop\").AddAcmeOrdersHandlers();")]
    [InlineData(
        "var builder = services.AddDynamoHandlers();", "var builder = services.AddDynamoHandlers().AddAcmeOrdersHandlers();")]
    public async Task The_handlers_are_added(string before, string after)
    {
        var library = GeneratorHarness.Compile("Acme.Orders", Program(before));
        var program = library.WithOptions(library.Options.WithOutputKind(OutputKind.ConsoleApplication));

        Assert.Equal(Program(after), (await CodeFixHarness.FixAsync(program, "DH0044"))[^1], Layout);
    }

    private static string Program(string body) => "using Microsoft.Extensions.DependencyInjection;\n"
        + Handler("public void On(Order order) { }") + $$"""

        internal static class Program
        {
            public static void Main() { IServiceCollection services = null!; {{body}} }
        }
        """;
}
