using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Middleware;
using DynamoHandlers.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Hosting;

/// <summary>What an application keeps beside its leases, made of the services of its container.</summary>
internal static class KeptServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<IDeadLetterStore>(static provider =>
        {
            var options = Options(provider);
            var design = DynamoDbDeadLetterStore.Design(options.DeadLetters.TableOf(options.Application));
            return new DynamoDbDeadLetterStore(MakeTable(provider, design, options.DeadLetters.TimeToLive), Logger(provider));
        });
        services.TryAddSingleton<IDeadLetters>(static provider => new DeadLetterAccess(
            provider.GetRequiredService<IDeadLetterStore>(),
            provider.GetServices<HandlerDescriptor>().Select(provider.GetServices<MiddlewareRegistration>().Around),
            provider.GetRequiredService<IServiceScopeFactory>(),
            Options(provider).WorkerId,
            Options(provider).RealTable,
            provider.GetRequiredService<TimeProvider>(),
            Logger(provider)));
    }

    public static ExpiringTable MakeTable(IServiceProvider provider, TableDesign design, TimeSpan timeToLive) => new(
        provider.GetRequiredService<DynamoDbClients>().Tables,
        design,
        timeToLive,
        provider.GetRequiredService<TimeProvider>(),
        Logger(provider));

    public static DynamoHandlersOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value;

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("DynamoHandlers");
}
