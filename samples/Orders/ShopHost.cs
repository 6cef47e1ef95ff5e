using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Shop;

namespace Orders;

/// <summary>The program itself: a host with the worker, the handlers and the shop.</summary>
internal static class ShopHost
{
    public static async Task<int> RunAsync(Uri? endpoint, bool aws, TimeSpan duration, TimeSpan pause, CancellationToken stop)
    {
        try
        {
            using var inMemory = endpoint is null && !aws ? new InMemoryDynamoDb() : null;
            using var host = Build(endpoint, inMemory, new ShopSettings(duration, pause, inMemory));
            var screen = host.Services.GetRequiredService<Screen>();
            await screen.WriteAsync($"The shop opens for {duration.TotalSeconds:0} seconds on {Place(endpoint, aws)}. Ctrl+C ends it.", stop);
            await host.Services.GetRequiredService<OrderTable>().EnsureAsync(stop);
            await host.StartAsync(stop);
            await host.WaitForShutdownAsync(stop);
            await screen.SetProgressAsync("", CancellationToken.None);
            await screen.WriteAsync(host.Services.GetRequiredService<ShopService>().Summary(), CancellationToken.None);
            return 0;
        }
        catch (Exception e) when (e is WorkerStartException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static IHost Build(Uri? endpoint, InMemoryDynamoDb? inMemory, ShopSettings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(static o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        if (inMemory is null)
        {
            // Who joins, who has which shard: there may be other instances.
            builder.Logging.AddFilter("DynamoHandlers", LogLevel.Information);
        }

        // All that a service needs to have its handlers called: these two lines, on whatever DynamoDB it uses anyway.
        builder.Services.AddSingleton(_ => inMemory?.Client ?? Connect(endpoint));
        var handlers = builder.Services.AddDynamoHandlers(o => o.Application = "order-mailer").AddOrdersHandlers();
        if (inMemory is not null)
        {
            handlers.UseInMemory(inMemory);
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Screen>();
        builder.Services.AddSingleton<OrderTable>();
        builder.Services.AddSingleton<Customers>();
        builder.Services.AddSingleton<ShopService>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<ShopService>());
        return builder.Build();
    }

    // DynamoDB Local wants requests to be signed, with whatever credentials. Where it does not run, few retries tell.
    private static AmazonDynamoDBClient Connect(Uri? endpoint) => endpoint is null
        ? new AmazonDynamoDBClient()
        : new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 3 });

    private static string Place(Uri? endpoint, bool aws) =>
        endpoint?.ToString() ?? (aws ? "AWS" : "an embedded in-memory DynamoDB");
}
