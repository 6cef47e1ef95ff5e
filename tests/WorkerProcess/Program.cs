using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkerProcess;

// WorkerProcess JOURNAL [--DynamoHandlers:Option value]...
var builder = Host.CreateApplicationBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Information);
builder.Services.AddSingleton(_ => new JournalFile(args[0]));
builder.Services.AddDynamoHandlers().AddWorkerProcessHandlers();
await builder.Build().RunAsync();
