using DynamoHandlers.Hosting;
using DynamoHandlers.Idempotency;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers;

/// <summary>Suppresses repeats of changes.</summary>
public static class RepeatExtensions
{
    /// <summary>
    /// Does not call a handler again with a change that it has completed before: after a crash or a take-over, say, when
    /// changes since the last checkpoint are delivered again. What is completed is remembered in a table (see
    /// <see cref="DynamoHandlersOptions.Repeats"/>), or in the <see cref="IIdempotencyStore"/> of the service collection.
    /// Puts middleware at this place among others. A second call has no effect.
    /// </summary>
    /// <remarks>
    /// <para>
    /// This makes repeats rare, not impossible: a worker that dies after the handler's effect and before it was recorded
    /// calls the handler again. Where that matters, pass <see cref="ChangeContext.IdempotencyKey"/> on to what the handler
    /// calls. A rewind within the time to live is suppressed too. Handlers that take a <c>ChangeTransaction</c> are exact
    /// already, and left alone.
    /// </para>
    /// <para>It costs a read and a write for each change and handler; batch handlers read and write in batches.</para>
    /// </remarks>
    /// <param name="builder">The worker.</param>
    /// <param name="handlers">Which handlers, by names such as <c>Shop.OrderMails.Placed</c>; null for all.</param>
    /// <returns>The same builder.</returns>
    public static IDynamoHandlersBuilder SuppressRepeats(
        this IDynamoHandlersBuilder builder, Func<string, bool>? handlers = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(static service => service.ServiceType == typeof(RepeatSuppression)))
        {
            return builder;
        }

        builder.Services.TryAddSingleton<IIdempotencyStore>(static provider =>
        {
            var options = KeptServices.Options(provider);
            var design = DynamoDbIdempotencyStore.Design(options.Repeats.TableOf(options.Application));
            return new DynamoDbIdempotencyStore(
                KeptServices.MakeTable(provider, design, options.Repeats.TimeToLive), provider.GetRequiredService<TimeProvider>());
        });
        builder.Services.AddScoped(provider => new RepeatSuppression(
            provider.GetRequiredService<IIdempotencyStore>(),
            handlers ?? (static _ => true),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<WorkerMeter>()));
        return builder.UseMiddleware<RepeatSuppression>();
    }
}
