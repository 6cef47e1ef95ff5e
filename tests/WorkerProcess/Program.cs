using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkerProcess;

// WorkerProcess JOURNAL [--fleet true] [--DynamoHandlers:Option value]...
var builder = Host.CreateApplicationBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Information);
builder.Services.AddSingleton(_ => new JournalFile(args[0]));
var handlers = builder.Services.AddDynamoHandlers();
if (builder.Configuration["fleet"] is "true")
{
    FleetJournalDispatcher.AddTo(handlers);
}
else
{
    JournalDispatcher.AddTo(handlers);
}

await builder.Build().RunAsync();
