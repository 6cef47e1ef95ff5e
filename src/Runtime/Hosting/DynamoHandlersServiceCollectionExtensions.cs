using Amazon.DynamoDBv2;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Hosting;
using DynamoHandlers.Hosting.Rewinding;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DynamoHandlers;

/// <summary>Adds the worker to a service collection.</summary>
public static class DynamoHandlersServiceCollectionExtensions
{
    /// <summary>
    /// Adds a hosted service that calls the application's handlers. Call the generated <c>Add…Handlers()</c> on the
    /// result. May be called several times: settings add up, the worker is added once.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Settings, on top of the configuration section <c>DynamoHandlers</c>.</param>
    /// <returns>What handlers are added to.</returns>
    public static IDynamoHandlersBuilder AddDynamoHandlers(
        this IServiceCollection services, Action<DynamoHandlersOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DynamoHandlersOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                OptionsBinding.Bind(provider.GetService<IConfiguration>()?.GetSection(DynamoHandlersOptions.Section), options))
            .ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<DynamoHandlersOptions>, OptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkerMeter>();
        services.TryAddSingleton(static provider => DynamoDbClients.Create(
            provider.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value,
            provider.GetService<IAmazonDynamoDB>(),
            provider.GetService<IStreamClient>(),
            provider.GetRequiredService<TimeProvider>(),
            (IAmazonDynamoDB?)(provider as IKeyedServiceProvider)?.GetKeyedService(
                typeof(IAmazonDynamoDB), LeaseTableExtensions.ClientKey)));
        KeptServices.Add(services);
        services.TryAddSingleton(provider => new SingletonServices(services, provider));
        services.TryAddSingleton(static provider => new Lazy<WorkerServices>(() => MakeServices(provider)));
        services.TryAddSingleton<IRewind, Rewind>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HandlerWorker>());
        return new DynamoHandlersBuilder(services);
    }

    private static WorkerServices MakeServices(IServiceProvider provider) => new(
        provider.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value,
        provider.GetRequiredService<DynamoDbClients>(),
        provider.GetRequiredService<IServiceScopeFactory>(),
        provider.GetRequiredService<TimeProvider>(),
        (provider.GetService<Random>() ?? Random.Shared).NextDouble,
        provider.GetRequiredService<WorkerMeter>(),
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("DynamoHandlers"),
        provider.GetService<ProtocolRules>(),
        provider.GetRequiredService<IDeadLetterStore>)
    {
        Singletons = provider.GetRequiredService<SingletonServices>(),
    };
}
