using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Testing;

/// <summary>
/// Feeds single changes to the handlers of a service collection, without streams, leases or hosting: the record is made
/// as the service would send it, routed, filtered, mapped and handled exactly as a worker does it, once. What a handler
/// throws comes out of the call. One change at a time.
/// </summary>
/// <example>
/// <code>
/// await using var harness = HandlerHarness.Create(services =>
/// {
///     services.AddSingleton&lt;IMailer&gt;(mailer);
///     services.AddDynamoHandlers().AddOrdersHandlers();
/// });
/// var ran = await harness.ModifyAsync(order, order with { Status = OrderStatus.Paid });
/// ran = await harness.InsertAsync("Orders", new() { ["pk"] = new("order-1"), ["status"] = new() { N = "0" } });
/// </code>
/// </example>
public sealed partial class HandlerHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HandlerDescriptor[] _handlers;
    private readonly List<string> _ran = [];
    private long _sequence;

    private HandlerHarness(ServiceProvider services)
    {
        _services = services;
        _handlers = [.. services.GetServices<HandlerDescriptor>().Select(Watched)];
    }

    /// <summary>Makes a harness.</summary>
    /// <param name="configure">Adds the handlers, as the application does, and what they depend on.</param>
    public static HandlerHarness Create(Action<IServiceCollection> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var services = new ServiceCollection();
        configure(services);
        return new(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }));
    }

    /// <summary>The container that the handlers come from.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Feeds an insertion.</summary>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="item">The new item.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <returns>The names of the handlers that ran, in order, such as <c>Shop.OrderMails.Placed</c>.</returns>
    /// <exception cref="ArgumentException">No handler names the table, or the item is not one that DynamoDB takes.</exception>
    /// <exception cref="Images.MappingException">The item cannot be read as a handler's entity.</exception>
    [OverloadResolutionPriority(1)] // Else new() as the item would fit the entity's overload as well.
    public Task<IReadOnlyList<string>> InsertAsync(
        string table, Dictionary<string, AttributeValue> item, CancellationToken cancellationToken = default) =>
        FeedAsync(table, null, Required(item), identity: null, cancellationToken);

    /// <summary>Feeds a modification.</summary>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="old">The item before.</param>
    /// <param name="new">The item after.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <inheritdoc cref="InsertAsync" path="/returns"/>
    /// <inheritdoc cref="InsertAsync" path="/exception"/>
    [OverloadResolutionPriority(1)] // Else new() as the item would fit the entity's overload as well.
    public Task<IReadOnlyList<string>> ModifyAsync(
        string table,
        Dictionary<string, AttributeValue> old,
        Dictionary<string, AttributeValue> @new,
        CancellationToken cancellationToken = default) =>
        FeedAsync(table, Required(old), Required(@new), identity: null, cancellationToken);

    /// <summary>Feeds a removal.</summary>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="last">The item before it was removed.</param>
    /// <param name="cause">Who removed it: <see cref="RemoveCause.TimeToLive"/>, or a client for anything else.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <inheritdoc cref="InsertAsync" path="/returns"/>
    /// <inheritdoc cref="InsertAsync" path="/exception"/>
    [OverloadResolutionPriority(1)] // Else new() as the item would fit the entity's overload as well.
    public Task<IReadOnlyList<string>> RemoveAsync(
        string table,
        Dictionary<string, AttributeValue> last,
        RemoveCause cause = RemoveCause.User,
        CancellationToken cancellationToken = default) =>
        FeedAsync(table, Required(last), null, IdentityOf(cause), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<IReadOnlyList<string>> FeedAsync(
        string table, MapValue? old, MapValue? @new, UserIdentity? identity, CancellationToken stop)
    {
        var handlers = _handlers.Where(handler => handler.Table == table).ToArray();
        if (handlers.Length == 0)
        {
            throw new ArgumentException(
                $"No handler is for a table '{table}'. There are handlers for: {string.Join(", ", _handlers.Select(static handler => handler.Table).Distinct())}.",
                nameof(table));
        }

        _ran.Clear();
        var source = new DeliverySource(StreamNames.StreamArn(table, "harness"), table, "shardId-harness", "harness");
        var dispatcher = new RecordDispatcher(
            new HandlerRoutes(handlers), _services.GetRequiredService<IServiceScopeFactory>(), CallOnce.Instance, source, static () => true);

        // Which attributes of an item are its keys only a table knows.
        using var page = MakePage(new ItemChange(MapValue.Empty, MapValue.Empty, old, @new, identity));
        await dispatcher.DispatchAsync(page[0], quit: CancellationToken.None, stop).ConfigureAwait(false);
        return [.. _ran];
    }

    private RecordPage MakePage(ItemChange change)
    {
        var now = _services.GetService<TimeProvider>()?.GetUtcNow() ?? TimeProvider.System.GetUtcNow();
        var sequence = ++_sequence;
        var json = RecordJson.WriteRecord(change, StreamViewType.NewAndOldImages, $"event-{sequence}", sequence, now);
        return RecordPage.ParseRecord(json);
    }

    // The same handler, with its calls noted.
    private HandlerDescriptor Watched(HandlerDescriptor handler) => new()
    {
        Name = handler.Name,
        Table = handler.Table,
        Entity = handler.Entity,
        Kinds = handler.Kinds,
        Cause = handler.Cause,
        Needs = handler.Needs,
        Filter = handler.Filter,
        Writer = handler.Writer,
        Invoke = (in HandlerCall call) =>
        {
            _ran.Add(handler.Name);
            return handler.Invoke(call);
        },
    };

    private static UserIdentity? IdentityOf(RemoveCause cause) =>
        cause == RemoveCause.TimeToLive ? new UserIdentity("Service", "dynamodb.amazonaws.com") : null;

    private static MapValue Required(Dictionary<string, AttributeValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return AttributeValues.Read(item);
    }

    private sealed class CallOnce : IAttemptPolicy
    {
        public static readonly CallOnce Instance = new();

        public ValueTask RunAsync(IHandlerAttempt attempt, CancellationToken cancellationToken) => attempt.CallAsync();
    }
}
