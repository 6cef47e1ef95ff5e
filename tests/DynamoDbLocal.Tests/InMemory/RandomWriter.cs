using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>Makes up writes, all from one seed: mostly sound ones, some that are refused, to few items, so that they meet.</summary>
internal sealed class RandomWriter(int seed, string table)
{
    private static readonly string[] Names = ["a", "b", "c", "m", "l", "ss", "ns"];

    private static readonly string[] Updates =
    [
        "SET a = :n", "SET a = a + :n", "SET b = if_not_exists(b, :n)", "SET a = b, b = a", "SET m = :m", "SET m.k = :s",
        "SET m.x = :n REMOVE c", "SET l = :l", "SET l = list_append(if_not_exists(l, :l), :l)", "SET l[0] = :s",
        "SET l[7] = :n, l[3] = :s", "REMOVE a", "REMOVE l[0]", "REMOVE l[1], l[0]", "REMOVE m.k, c", "REMOVE m",
        "ADD a :n", "ADD c :n", "ADD ss :ss", "ADD ns :ns, a :n", "DELETE ss :ss", "DELETE ns :ns", "SET c = :s ADD b :n",
        "SET m.d = a", "SET b = size(l)", "REMOVE a, b SET c = a",
    ];

    private static readonly string[] Conditions =
    [
        "attribute_exists(pk)", "attribute_not_exists(pk)", "a = :n", "a < :n", "attribute_not_exists(a) OR a <> :n", "contains(ss, :s)",
        "NOT (a BETWEEN :n AND :n)", "attribute_type(c, :type)", "size(l) > :n", "begins_with(c, :s) AND attribute_exists(m.k)",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next write: a maker of equal requests, as each database gets one of its own.</summary>
    public Func<AmazonWebServiceRequest> Next()
    {
        var choice = _random.Next(10);
        if (choice < 3)
        {
            return Put();
        }

        if (choice < 8)
        {
            return Update();
        }

        return choice < 9 ? Delete() : Transaction();
    }

    private Func<AmazonWebServiceRequest> Put()
    {
        var (key, item, condition, values) = (Key(), Attributes(), Condition(), Values());
        return () => new PutItemRequest(table, Join(key, Items.Read(item)))
        {
            ConditionExpression = condition,
            ExpressionAttributeValues = Requests.ValuesIn(values, condition),
            ReturnValues = ReturnValue.ALL_OLD,
        };
    }

    private Func<AmazonWebServiceRequest> Update()
    {
        var (key, update, condition, values) = (Key(), Pick(Updates), Condition(), Values());
        return () => new UpdateItemRequest
        {
            TableName = table,
            Key = Items.Read(key),
            UpdateExpression = update,
            ConditionExpression = condition,
            ExpressionAttributeValues = Requests.ValuesIn(values, update, condition),
            ReturnValues = ReturnValue.ALL_NEW,
        };
    }

    private Func<AmazonWebServiceRequest> Delete()
    {
        var (key, condition, values) = (Key(), Condition(), Values());
        return () => new DeleteItemRequest(table, Items.Read(key))
        {
            ConditionExpression = condition,
            ExpressionAttributeValues = Requests.ValuesIn(values, condition),
            ReturnValues = ReturnValue.ALL_OLD,
        };
    }

    // Without updates: one that cannot be applied is answered differently by DynamoDB Local.
    private Func<AmazonWebServiceRequest> Transaction()
    {
        var first = _random.Next(3);
        var (put, item, delete, condition, values) = (Key(first), Attributes(), Key((first + 1) % 3), Condition(), Values());
        return () => new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new TransactWriteItem { Put = new Put { TableName = table, Item = Join(put, Items.Read(item)) } },
                new TransactWriteItem
                {
                    Delete = new Delete
                    {
                        TableName = table,
                        Key = Items.Read(delete),
                        ConditionExpression = condition,
                        ExpressionAttributeValues = Requests.ValuesIn(values, condition),
                    },
                },
            ],
        };
    }

    private string Key() => Key(_random.Next(3));

    private string Key(int sort) => $$"""{"pk":"{{seed}}","sk":{{sort}}}""";

    private string? Condition() => _random.Next(3) == 0 ? Pick(Conditions) : null;

    private string Attributes()
    {
        var chosen = Names.Where(_ => _random.Next(2) == 0).Select(name => $"\"{name}\":{Attribute(name)}");
        return $"{{{string.Join(",", chosen)}}}";
    }

    private string Attribute(string name) => name switch
    {
        "m" => $$$"""{"k":"{{{Text()}}}","in":{"n":{{{Number()}}}}}""",
        "l" => $$"""[{{Number()}},"{{Text()}}",null,true]""",
        "ss" => $$"""{"$SS":["{{Text()}}","fix"]}""",
        "ns" => $$"""{"$NS":[{{Number()}},77]}""",
        _ => _random.Next(4) == 0 ? $"\"{Text()}\"" : Number(),
    };

    private string Values() =>
        $$"""
        {":n":{{Number()}},":s":"{{Text()}}",":m":{"k":"{{Text()}}"},":l":[{{Number()}}],":ss":{"$SS":["{{Text()}}"]},
         ":ns":{"$NS":[{{Number()}}]},":type":"{{(_random.Next(2) == 0 ? "S" : "N")}}"}
        """;

    private string Number() => Pick(["0", "1", "-2", "3.5", "12345678901234567890"]);

    private string Text() => Pick(["x", "y", "fix", "ü€", "quote\\\"", "\\ud83d\\ude00"]);

    private T Pick<T>(T[] candidates) => candidates[_random.Next(candidates.Length)];

    private static Dictionary<string, AttributeValue> Join(string key, Dictionary<string, AttributeValue> attributes) =>
        Items.Read(key).Concat(attributes).ToDictionary();
}
