using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkerProcess;

// WorkerProcess JOURNAL [--handlers fleet|exact|drifting|windows|kept] [--DynamoHandlers:Option value]...
var builder = Host.CreateApplicationBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Information);
builder.Services.AddSingleton(_ => new JournalFile(args[0]));
var handlers = builder.Services.AddDynamoHandlers();
switch (builder.Configuration["handlers"])
{
    case "fleet":
        FleetJournalDispatcher.AddTo(handlers);
        break;
    case "exact":
        ExactTotalsDispatcher.AddTo(handlers);
        break;
    case "windows":
        WindowTotalsDispatcher.AddTo(handlers);
        break;
    case "kept":
        KeptTotalsDispatcher.AddTo(handlers);
        break;
    case "drifting":
        builder.Services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = builder.Configuration["DynamoHandlers:Endpoint"], AuthenticationRegion = "us-east-1" }));
        DriftingTotalsDispatcher.AddTo(handlers);
        break;
    default:
        JournalDispatcher.AddTo(handlers);
        break;
}

await builder.Build().RunAsync();
