using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing;

/// <summary>A table as a harness knows it: by the handlers that are for it.</summary>
internal sealed class HarnessTable
{
    private readonly string _name;
    private readonly HandlerDescriptor[] _handlers;
    private string? _partitionKey;
    private string? _sortKey;

    public HarnessTable(string name, HandlerDescriptor[] handlers)
    {
        (_name, _handlers) = (name, handlers);
        var patterns = handlers.Select(static handler => handler.Pattern).ToArray();
        _partitionKey = patterns.Select(static pattern => pattern?.PartitionKey).FirstOrDefault(static key => key is not null);
        _sortKey = patterns.Select(static pattern => pattern?.SortKey).FirstOrDefault(static key => key is not null);
    }

    public string Name => _name;

    public IReadOnlyList<HandlerDescriptor> Handlers => _handlers;

    public void SetKeys(string partitionKey, string? sortKey) => (_partitionKey, _sortKey) = (partitionKey, sortKey);

    /// <exception cref="InvalidOperationException">The entities of the table cannot be told apart.</exception>
    public HandlerRoutes MakeRoutes(TypeChangePolicy typeChange)
    {
        var errors = RoutingCheck.Errors(
            _name,
            _handlers,
            _partitionKey,
            _sortKey,
            $"Say it with harness.WithKeys(\"{_name}\", …), or put [DynamoDBHashKey] and [DynamoDBRangeKey] on the entity.").ToArray();
        return errors.Length == 0
            ? new HandlerRoutes(_handlers, _partitionKey, _sortKey, typeChange)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
    }

    /// <summary>The key attributes of an item, as far as they are known.</summary>
    /// <exception cref="ArgumentException">It lacks one.</exception>
    public MapValue KeysOf(MapValue item)
    {
        string[] names = [.. new[] { _partitionKey, _sortKey }.OfType<string>()];
        var missing = names.FirstOrDefault(name => item[name] is null);
        return missing is null ? item.Pick(names) : throw new ArgumentException(
            $"The item has no attribute '{missing}', which is a key of table '{_name}'.", nameof(item));
    }
}
