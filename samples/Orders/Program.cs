using System.CommandLine;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders;
using Orders.Shop;

var endpoint = new Option<Uri?>("--endpoint") { Description = "A DynamoDB to run on, such as http://localhost:8000 for DynamoDB Local. Without it, the sample runs on an embedded in-memory DynamoDB." };
var aws = new Option<bool>("--aws") { Description = "Run on the DynamoDB of AWS, with the credentials and region of the environment. Creates the tables Orders and order-mailer." };
var seconds = new Option<double>("--seconds") { Description = "How long the shop writes orders.", DefaultValueFactory = static _ => 10 };
var rate = new Option<double>("--rate") { Description = "How many changes a second it makes.", DefaultValueFactory = static _ => 8 };
var command = new RootCommand("A small shop writes orders to DynamoDB, and handlers print what happened to them.")
{
    endpoint, aws, seconds, rate,
};
command.SetAction((arguments, stop) => RunAsync(
    arguments.GetValue(endpoint),
    arguments.GetValue(aws),
    TimeSpan.FromSeconds(arguments.GetValue(seconds)),
    TimeSpan.FromSeconds(1 / arguments.GetValue(rate)),
    stop));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(Uri? endpoint, bool aws, TimeSpan duration, TimeSpan pause, CancellationToken stop)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders().AddSimpleConsole(static o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);

    var inMemory = endpoint is null && !aws ? new InMemoryDynamoDb() : null;
    var handlers = builder.Services.AddDynamoHandlers(o =>
    {
        o.Application = "order-mailer";
        o.Endpoint = endpoint;
    });
    handlers.AddOrdersHandlers();
    if (inMemory is not null)
    {
        handlers.UseInMemory(inMemory);
    }

    builder.Services.AddSingleton<Screen>();
    builder.Services.AddSingleton(new ShopSettings(duration, pause, inMemory));
    builder.Services.AddSingleton(_ => inMemory?.Client ?? Connect(endpoint));
    builder.Services.AddSingleton<OrderTable>();
    builder.Services.AddSingleton<Customers>();
    builder.Services.AddSingleton<ShopService>();
    builder.Services.AddHostedService(static provider => provider.GetRequiredService<ShopService>());

    using var host = builder.Build();
    var screen = host.Services.GetRequiredService<Screen>();
    await screen.WriteAsync($"The shop opens for {duration.TotalSeconds:0} seconds on {endpoint?.ToString() ?? (aws ? "AWS" : "an embedded in-memory DynamoDB")}. Ctrl+C ends it.", stop);
    await host.Services.GetRequiredService<OrderTable>().EnsureAsync(stop);
    await host.StartAsync(stop);
    await host.WaitForShutdownAsync(stop);
    await screen.SetProgressAsync("", CancellationToken.None);
    await screen.WriteAsync(host.Services.GetRequiredService<ShopService>().Summary(), CancellationToken.None);
    return 0;
}

// DynamoDB Local wants requests to be signed, with whatever credentials.
static IAmazonDynamoDB Connect(Uri? endpoint) => endpoint is null
    ? new AmazonDynamoDBClient()
    : new AmazonDynamoDBClient(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-east-1" });
