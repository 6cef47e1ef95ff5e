using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Dispatching.Transactions;
using DynamoHandlers.Dispatching.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching;

/// <summary>What the calls of the handlers of one shard are made of.</summary>
/// <param name="Routing">Where records go.</param>
/// <param name="Scopes">Makes service scopes.</param>
/// <param name="Attempts">How often handlers are called.</param>
/// <param name="Source">Where the records come from.</param>
/// <param name="MayCall">Whether a handler may be called at this moment.</param>
internal sealed record DispatchParts(
    TableRouting Routing, IServiceScopeFactory Scopes, IAttemptPolicy Attempts, DeliverySource Source, Func<bool> MayCall)
{
    /// <summary>What takes no scope to get; null where nothing is known to.</summary>
    public SingletonServices? Singletons { get; init; }

    /// <summary>Where not all shards may call handlers at once; null for no limit.</summary>
    public DispatchTurns? Turns { get; init; }

    /// <summary>Looks for calls that do not return; null for nobody.</summary>
    public HandlerWatch? Watch { get; init; }

    /// <summary>What becomes of changes that are given up; null where none are.</summary>
    public GivenUpChanges? GivenUp { get; init; }

    /// <summary>Commits what handlers write with the checkpoint.</summary>
    /// <exception cref="InvalidOperationException">There is nothing that would commit.</exception>
    public IHandlerTransactions Transactions
    {
        get => field ?? throw new InvalidOperationException("Handlers with a ChangeTransaction cannot be called here: nothing would commit it.");
        init;
    }

    /// <summary>What is kept of the shard; null if nothing is.</summary>
    public IShardStates? States { get; init; }

    /// <summary>Ends the waiting between attempts of a failing handler.</summary>
    public CancellationToken Quit { get; init; }

    /// <summary>Handed to the handlers; includes every reason to end one that is running.</summary>
    public CancellationToken Stop { get; init; }
}
