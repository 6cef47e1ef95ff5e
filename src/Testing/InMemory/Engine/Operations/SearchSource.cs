using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Expressions;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Which part of a search to return.</summary>
internal sealed record PageRequest(
    ItemCondition? Filter, Dictionary<string, AttributeValue>? StartAfter, int? Limit, bool Forward);

/// <summary>A part of a search: what matched, how much was looked at, and where to go on.</summary>
internal sealed record Page(List<MapValue> Matches, int Scanned, MapValue? Last);

/// <summary>What is searched: a table or one of its indexes.</summary>
internal sealed class SearchSource
{
    // The service's limit on what one request looks at, in bytes.
    private const int MaxPageSize = 1024 * 1024;

    private readonly Table _table;
    private readonly SecondaryIndex? _index;

    private SearchSource(Table table, SecondaryIndex? index) => (_table, _index) = (table, index);

    public KeySchema Keys => _index?.Keys ?? _table.Schema.Keys;

    public static SearchSource Of(Table table, string? indexName, bool? consistentRead)
    {
        var index = indexName is null ? null : table.Schema.GetIndex(indexName);
        if (index is { IsGlobal: true } && consistentRead == true)
        {
            throw Errors.Validation("Consistent reads are not supported on global secondary indexes");
        }

        return new SearchSource(table, index);
    }

    /// <summary>Everything, in order.</summary>
    public IEnumerable<MapValue> All() =>
        _index is null ? _table.Items : _table.Items.Where(_index.Keys.Covers).Order(Order);

    /// <summary>What a key condition selects, in order.</summary>
    public IEnumerable<MapValue> Find(KeyCondition condition)
    {
        var partition = _index is null
            ? _table.InPartition(condition.Partition)
            : All().Where(item => item[Keys.Partition.Name]!.Equals(condition.Partition));
        return condition.OnSortKey is { } onSortKey ? partition.Where(onSortKey.Holds) : partition;
    }

    /// <summary>
    /// Reads on until the limit, a megabyte or the end. DynamoDB applies the limit before the filter.
    /// </summary>
    public Page Read(IEnumerable<MapValue> items, PageRequest request)
    {
        if (request.Limit is < 1)
        {
            throw Errors.Validation(
                $"1 validation error detected: Value '{request.Limit}' at 'limit' failed to satisfy constraint: "
                + "Member must have value greater than or equal to 1");
        }

        var matches = new List<MapValue>();
        var (scanned, bytes) = (0, 0);
        foreach (var item in SkipTo(request.Forward ? items : items.Reverse(), request))
        {
            scanned++;
            bytes += item.ItemSize;
            if (request.Filter?.Holds(item) ?? true)
            {
                matches.Add(item);
            }

            if (scanned == request.Limit || bytes >= MaxPageSize)
            {
                return new Page(matches, scanned, item);
            }
        }

        return new Page(matches, scanned, null);
    }

    public List<Dictionary<string, AttributeValue>>? Show(Page page, ItemView view, string? select)
    {
        RequireSelectable(view, select);
        if (select == "COUNT")
        {
            return null;
        }

        var whole = _index is null || select == "ALL_ATTRIBUTES";
        return page.Matches.ConvertAll(item => view.Show(whole ? item : _index!.Show(item, _table.Schema.Keys)));
    }

    /// <summary>The key that a following request starts after.</summary>
    public Dictionary<string, AttributeValue>? WriteKey(MapValue? item) =>
        item is null ? null : AttributeValues.Write(item.Pick(KeyNames));

    private IEnumerable<string> KeyNames => _table.Schema.Keys.Names.Concat(Keys.Names).Distinct();

    // Index entries with equal index keys are told apart by the table's.
    private Comparer<MapValue> Order
    {
        get
        {
            var (byIndex, byTable) = (new ItemOrder(Keys), new ItemOrder(_table.Schema.Keys));
            return Comparer<MapValue>.Create((x, y) => byIndex.Compare(x, y) is var order and not 0 ? order : byTable.Compare(x, y));
        }
    }

    private IEnumerable<MapValue> SkipTo(IEnumerable<MapValue> items, PageRequest request)
    {
        if (request.StartAfter is not { Count: > 0 })
        {
            return items;
        }

        var start = AttributeValues.Read(request.StartAfter);
        if (start.Attributes.Count != KeyNames.Count() || !Keys.Covers(start) || !_table.Schema.Keys.Covers(start))
        {
            throw Errors.Validation("The provided starting key is invalid");
        }

        var order = Order;
        return items.SkipWhile(item => request.Forward ? order.Compare(item, start) <= 0 : order.Compare(item, start) >= 0);
    }

    private void RequireSelectable(ItemView view, string? select)
    {
        if (select == "SPECIFIC_ATTRIBUTES" && !view.IsPartial)
        {
            throw Errors.Validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        }

        if (select is not (null or "SPECIFIC_ATTRIBUTES") && view.IsPartial)
        {
            throw Errors.Validation($"Cannot specify the ProjectionExpression when choosing to get {select}");
        }

        if (select == "ALL_PROJECTED_ATTRIBUTES" && _index is null)
        {
            throw Errors.Validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }

        if (select == "ALL_ATTRIBUTES" && _index is { IsGlobal: true, Projected: not null })
        {
            throw Errors.Validation(
                "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
                + $"secondary index {_index.Name} because its projection type is not ALL");
        }
    }
}
