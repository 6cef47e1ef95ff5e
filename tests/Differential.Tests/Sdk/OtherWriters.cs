using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Differential.Tests.Sdk;

/// <summary>
/// Changes items as if other programs had written them: other wire types for the same meaning, NULL or nothing for a
/// value, more attributes.
/// </summary>
internal sealed class OtherWriters(int seed)
{
    private readonly Random _random = new(seed);

    public Dictionary<string, AttributeValue> Rewrite(Dictionary<string, AttributeValue> item)
    {
        var written = RewriteMap(item);
        if (_random.Next(4) == 0)
        {
            written["not a member"] = new() { M = new() { ["x"] = new() { SS = ["y"] } } };
        }

        return written;
    }

    // The SDK's maps of nullable enums and wide integers are written by nobody else.
    private Dictionary<string, AttributeValue> RewriteMap(Dictionary<string, AttributeValue> map)
    {
        if (map.ContainsKey("value__") || map.ContainsKey("Lower"))
        {
            return map;
        }

        var written = new Dictionary<string, AttributeValue>();
        foreach (var (name, value) in map.OrderBy(_ => _random.Next()))
        {
            if (_random.Next(10) > 0)
            {
                written[name] = _random.Next(20) == 0 ? new() { NULL = true } : Rewrite(value);
            }
        }

        return written;
    }

    private AttributeValue Rewrite(AttributeValue value) => value switch
    {
        { M: { } map } => new() { M = RewriteMap(map) },
        { L: { } list } => List(list),
        { SS: { } texts } => new() { L = [.. texts.Select(static t => new AttributeValue { S = t })] },
        { NS: { } numbers } => new() { L = [.. numbers.Select(n => Rewrite(new AttributeValue { N = n }))] },
        { BS: { } blobs } => new() { L = [.. blobs.Select(static b => new AttributeValue { B = b })] },
        { BOOL: { } flag } => _random.Next(2) == 0 ? new() { N = flag ? "1" : "0" } : new() { S = flag ? "true" : "0" },
        { N: { } number } when _random.Next(3) == 0 => new() { S = number },
        { S: { } text } when _random.Next(3) == 0 && text.Length is > 0 and < 9 && text.All(char.IsAsciiDigit) => new() { N = text },
        _ => value,
    };

    private AttributeValue List(List<AttributeValue> list)
    {
        if (list.Count > 0 && list.All(static e => e.S is { Length: > 0 }) && _random.Next(2) == 0)
        {
            return new() { SS = [.. list.Select(static e => e.S).Distinct()] };
        }

        return list.Count > 0 && list.All(static e => e.N is not null) && _random.Next(2) == 0
            ? new() { NS = [.. list.Select(static e => e.N).Distinct()] }
            : new() { L = [.. list.Select(Rewrite)] };
    }
}
