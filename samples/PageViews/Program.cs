using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PageViews;

var endpoint = new Option<string?>("--endpoint")
{
    HelpName = "url",
    Description = "A DynamoDB to run on, such as http://localhost:8000 for DynamoDB Local. Without it: an embedded in-memory DynamoDB.",
};
endpoint.Validators.Add(static result =>
{
    if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
    {
        result.AddError($"'{result.GetValueOrDefault<string>()}' is not a URL such as http://localhost:8000.");
    }
});
var seconds = new Option<double>("--seconds") { Description = "How long pages are looked at.", DefaultValueFactory = static _ => 10 };
var command = new RootCommand("Counts page views by customer, and says every five seconds which page is looked at most.") { endpoint, seconds };
command.SetAction((arguments, stop) => RunAsync(arguments.GetValue(endpoint), TimeSpan.FromSeconds(arguments.GetValue(seconds)), stop));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string? endpoint, TimeSpan duration, CancellationToken stop)
{
    try
    {
        using var inMemory = endpoint is null ? new InMemoryDynamoDb() : null;
        using var db = inMemory?.Client ?? new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint, AuthenticationRegion = "us-east-1", MaxErrorRetry = 3 });
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(static o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(db);
        builder.Services.AddSingleton(new Screen(Console.Out));
        builder.Services.AddSingleton(new VisitSettings(duration));
        builder.Services.AddSingleton<Visitors>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<Visitors>());
        var handlers = builder.Services.AddDynamoHandlers(static o => o.Application = "page-views").AddPageViewsHandlers();
        if (inMemory is not null)
        {
            handlers.UseInMemory(inMemory);
        }

        using var host = builder.Build();
        await Tables.EnsureAsync(db, stop);
        await host.StartAsync(stop);
        await host.WaitForShutdownAsync(stop);
        Console.WriteLine(await host.Services.GetRequiredService<Visitors>().SummaryAsync(CancellationToken.None));
        return 0;
    }
    catch (Exception e) when (e is WorkerStartException or AmazonServiceException or AmazonClientException or HttpRequestException)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}
