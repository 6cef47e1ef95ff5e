using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.DeadLetters;

/// <summary>The application's dead letters, in whatever store they are.</summary>
internal sealed class DeadLetterAccess(
    IDeadLetterStore store,
    IEnumerable<HandlerDescriptor> handlers,
    IServiceScopeFactory scopes,
    string workerId,
    Func<string, string> tableOf,
    TimeProvider clock,
    ILogger logger)
    : IDeadLetters
{
    private const int MaxParallelism = 1000;

    private readonly Dictionary<string, HandlerDescriptor> _handlers =
        handlers.ToDictionary(static handler => handler.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IAsyncEnumerable<DeadLetter> ReadAsync(string? handler = null, CancellationToken cancellationToken = default) =>
        store.ReadAsync(handler, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(letter, cancellationToken);

    /// <inheritdoc/>
    public Task<RedriveResult> RedriveAsync(RedriveOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (options.Parallelism is < 1 or > MaxParallelism)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"{nameof(RedriveOptions)}.{nameof(options.Parallelism)} is {options.Parallelism}; use 1 to {MaxParallelism}.");
        }

        if (options.Handler is { } name && _handlers.TryGetValue(name, out var wanted) && RedriveCall.RefusalOf(wanted, store) is { } refusal)
        {
            throw new NotSupportedException($"Dead letters of {name} cannot be redriven: {refusal} They stay.");
        }

        var redrive = new Redrive(store, _handlers, new RedriveCall(scopes, workerId, tableOf), workerId, clock, logger);
        return redrive.RunAsync(options, cancellationToken);
    }
}
