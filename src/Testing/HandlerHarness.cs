using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Middleware;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Testing;

/// <summary>
/// Feeds single changes to the handlers of a service collection, without streams, leases or hosting: the record is made
/// as the service would send it, routed, filtered, mapped and handled exactly as a worker does it, once. What a handler
/// throws comes out of the call. One change at a time.
/// </summary>
/// <remarks>
/// Entities of one table that differ by prefixes of their keys need the names of these: from the SDK's key attributes on
/// an entity, or from <see cref="WithKeys"/>.
/// </remarks>
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
    private readonly Dictionary<string, HarnessTable> _tables;
    private readonly DynamoHandlersOptions _options = new();
    private readonly UnmatchedRecords _unmatched;
    private readonly List<string> _ran = [];
    private readonly HarnessTransactions _transactions = new();
    private readonly HarnessStates _states;
    private readonly ShardInstances _instances;
    private readonly TimeProvider _clock;
    private bool _hasBegun;
    private long _sequence;

    private HandlerHarness(ServiceProvider services)
    {
        _services = services;
        _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _states = new(_transactions, _clock);
        _tables = services.GetServices<HandlerDescriptor>().Where(static handler => handler.Processor is null)
            .Select(Watched).Select(services.GetServices<MiddlewareRegistration>().Around).GroupBy(static handler => handler.Table)
            .ToDictionary(static group => group.Key, static group => new HarnessTable(group.Key, [.. group]));
        _instances = ShardInstances.For(
            _tables.Values.SelectMany(static table => table.Handlers), services.GetRequiredService<IServiceScopeFactory>());
        _unmatched = new(services.GetRequiredService<WorkerMeter>(), NullLogger.Instance, TimeProvider.System);

        // Not as IOptions: what a worker needs besides, such as the application's name, no harness does.
        foreach (var configure in services.GetServices<IConfigureOptions<DynamoHandlersOptions>>())
        {
            configure.Configure(_options);
        }
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

    /// <summary>
    /// What handlers with a <see cref="ChangeTransaction"/> have added for the change that was fed last. It is not written
    /// anywhere. Tables are called as entities call them.
    /// </summary>
    public IReadOnlyList<TransactWriteItem> Written => _transactions.Items;

    /// <summary>The container that the handlers come from.</summary>
    public IServiceProvider Services => _services;

    /// <summary>
    /// Names the key attributes of a table, as only a table knows them. Items fed from here on must have them, and
    /// <see cref="ChangeContext.Keys"/> shows them.
    /// </summary>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="sortKey">The sort key; null if there is none.</param>
    /// <returns>This harness.</returns>
    /// <exception cref="ArgumentException">No handler names the table.</exception>
    public HandlerHarness WithKeys(string table, string partitionKey, string? sortKey = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(partitionKey);
        Find(table).SetKeys(partitionKey, sortKey);
        return this;
    }

    /// <summary>Feeds an insertion.</summary>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="item">The new item.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <returns>The names of the handlers that ran, in order, such as <c>Shop.OrderMails.Placed</c>.</returns>
    /// <exception cref="ArgumentException">
    /// No handler names the table, the item lacks a key of it, or the items of a modification differ in their keys.
    /// </exception>
    /// <exception cref="Amazon.DynamoDBv2.AmazonDynamoDBException">The item is not one that DynamoDB takes.</exception>
    /// <exception cref="InvalidOperationException">The entities of the table cannot be told apart.</exception>
    /// <exception cref="UnmatchedRecordException">
    /// The item fits no entity and <see cref="DynamoHandlersOptions.Unmatched"/> says that this is a failure.
    /// </exception>
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
    public async ValueTask DisposeAsync()
    {
        await _instances.DisposeAsync().ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> FeedAsync(
        string table, MapValue? old, MapValue? @new, UserIdentity? identity, CancellationToken stop)
    {
        var known = Find(table);
        _ran.Clear();
        _transactions.Clear();
        await BeginAsync(table, stop).ConfigureAwait(false);
        var parts = MakeParts(known, stop);
        var batches = new BatchLanes(parts, turn: null, TimeProvider.System, NullLogger.Instance);
        using var page = MakePage(new ItemChange(MapValue.Empty, KeysOf(known, old, @new), old, @new, identity));
        await new RecordDispatcher(parts, batches).DispatchAsync(page[0], slot: null).ConfigureAwait(false);
        await batches.FlushAsync().ConfigureAwait(false);
        return [.. _ran];
    }

    private DispatchParts MakeParts(HarnessTable table, CancellationToken stop) => new(
        new TableRouting(table.MakeRoutes(_options.TypeChange), _options.Unmatched, _unmatched),
        _services.GetRequiredService<IServiceScopeFactory>(),
        CallOnce.Instance,
        SourceOf(table.Name),
        static () => true)
    {
        Transactions = _transactions,
        States = _states,
        Stop = stop,
    };

    private DeliverySource SourceOf(string table) =>
        new(StreamNames.StreamArn(table, "harness"), table, "shardId-harness", "harness") { Instances = _instances.ByType };

    private HarnessTable Find(string table) => _tables.TryGetValue(table, out var known) ? known : throw new ArgumentException(
        $"No handler is for a table '{table}'. {WhatThereIs(_tables.Keys)}", nameof(table));

    private static string WhatThereIs<T>(IReadOnlyCollection<T> known) => known.Count == 0
        ? "There are no handlers: call the generated Add<Assembly>Handlers() on what AddDynamoHandlers returns."
        : $"There are handlers for: {string.Join(", ", known)}.";

    private static MapValue KeysOf(HarnessTable table, MapValue? old, MapValue? @new)
    {
        var keys = table.KeysOf((@new ?? old)!);
        return old is null || @new is null || keys.Equals(table.KeysOf(old)) ? keys : throw new ArgumentException(
            "The two items have different keys. A modification never changes the key: feed a removal and an insertion.", nameof(old));
    }

    private RecordPage MakePage(ItemChange change)
    {
        var now = _clock.GetUtcNow();
        var sequence = ++_sequence;
        var json = RecordJson.WriteRecord(change, StreamViewType.NewAndOldImages, $"event-{sequence}", sequence, now);
        return RecordPage.ParseRecord(json);
    }

    // The same handler, with its calls noted.
    private HandlerDescriptor Watched(HandlerDescriptor handler) => handler.CalledBy(
        invoke => (in HandlerCall call) =>
        {
            _ran.Add(handler.Name);
            return invoke(call);
        },
        invoke => call =>
        {
            _ran.Add(handler.Name);
            return invoke(call);
        });

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

        public ValueTask RunAsync(HandlerAttempt attempt, CancellationToken cancellationToken) => attempt.CallAsync();
    }
}
