using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static DynamoHandlers.Generators.Tests.Analyzers.HandlerSource;

namespace DynamoHandlers.Generators.Tests.Analyzers;

public sealed class RegistrationTests
{
    private const string Handler = "[OnInsert<Order>] public void On(Order order) { }";

    [Theory]
    [InlineData("services.[|DH0044:AddDynamoHandlers|](o => o.Application = \"shop\");")]
    [InlineData("services.[|DH0044:AddDynamoHandlers|](); services.[|DH0044:AddDynamoHandlers|]();")]
    [InlineData("services.AddDynamoHandlers().AddAcmeOrdersHandlers();")]
    [InlineData("Func<IDynamoHandlersBuilder, IDynamoHandlersBuilder> add = DynamoHandlers.Acme_OrdersHandlersExtensions.AddAcmeOrdersHandlers; add(services.AddDynamoHandlers());")]
    [InlineData("HandlersDispatcher.AddTo(services.AddDynamoHandlers());")]
    [InlineData("_ = services;")]
    public Task A_program_that_starts_a_worker(string body) => Marked.AnalyzesAsync(Program(body, Handler), Executable);

    [Fact]
    public Task A_program_without_handlers_of_its_own() =>
        Marked.AnalyzesAsync(Program("services.AddDynamoHandlers();", ""), Executable);

    [Fact]
    public Task A_library_may_leave_it_to_others() =>
        Marked.AnalyzesAsync(Program("services.AddDynamoHandlers();", Handler));

    [Fact]
    public async Task The_message_names_the_method() => Assert.StartsWith(
        "Nothing calls AddAcmeOrdersHandlers(), so",
        (await Marked.AnalyzesAsync(Program("services.[|DH0044:AddDynamoHandlers|]();", Handler), Executable))[0],
        StringComparison.Ordinal);

    private static string Program(string body, string handler) => InClass(handler) + $$"""

        internal static class Program
        {
            public static void Main() => Add(null!);

            public static void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services) { {{body}} }
        }
        """;

    private static CSharpCompilation Executable(string source)
    {
        var library = GeneratorHarness.Compile("Acme.Orders", "global using Microsoft.Extensions.DependencyInjection;", source);
        return library.WithOptions(library.Options.WithOutputKind(OutputKind.ConsoleApplication));
    }
}
