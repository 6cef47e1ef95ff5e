using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class ReadTests(Twins twins) : IClassFixture<Twins>
{
    private const string Item =
        """{"pk":"P","n":5,"s":"hello","l":[1,"two",{"x":[3,4]},[5]],"m":{"a":1,"b":{"c":"deep","d":2}},"with.dot":7,"ss":{"$SS":["b","a"]}}""";

    private const string Values =
        """
        {":p":"p",":q":"q",":1":1,":3":3,":5":5,":9":9,":s":"x",":e":{"$NONE":0},":even":"even",":t":true,":ss":{"$SS":["a"]},
         ":3s":"3",":10":10}
        """;

    public static TheoryData<string> Projections => Requests.Rows(
        """
        n
        n, s
        pk,n
        gone
        m.a
        m.b.c, m.b.d
        m.gone
        m.a, n, l[0]
        l[0]
        l[1], l[0]
        l[2].x[1]
        l[2].x, l[0]
        l[9]
        l[3][0]
        s.x
        s[0]
        n, n
        m, m.a
        m.a, m
        l[0], l[0]
        #dot
        #dot, n
        m.#dot
        name
        n,
        ,n
        n s
        m..a
        l[]
        n = s
        ss[0]
        size(n)
        """);

    public static TheoryData<string> KeyConditions => Requests.Rows(
        """
        pk = :p
        pk = :q
        pk = :p AND sk = :5
        sk = :5 AND pk = :p
        pk = :p AND sk < :5
        pk = :p AND sk <= :5
        pk = :p AND sk > :5
        pk = :p AND sk >= :5
        pk = :p AND sk BETWEEN :3 AND :5
        pk = :p AND sk BETWEEN :5 AND :3
        pk = :p AND sk BETWEEN :9 AND :10
        (pk = :p) AND (sk > :5)
        (pk = :p AND sk > :5)
        :p = pk AND :5 < sk
        pk = :p AND begins_with(sk, :3s)
        pk = :p AND begins_with(sk, :3)
        pk = :p AND sk <> :5
        pk = :p OR sk = :5
        pk = :p AND NOT sk = :5
        pk = :p AND sk IN (:3)
        pk = :p AND contains(sk, :3)
        pk = :p AND attribute_exists(sk)
        pk = :p AND size(sk) = :3
        pk > :p
        pk BETWEEN :p AND :q
        pk = :5
        pk = :p AND sk = :s
        sk = :5
        pk = :p AND n = :5
        pk = :p AND sk = :5 AND n = :5
        pk = :p AND pk = :q
        pk = :p AND sk > :3 AND sk < :9
        pk = sk
        pk.a = :p
        pk = :p AND
        pk = :undefined
        name = :p
        n = :5
        """);

    public static TheoryData<string> Filters => Requests.Rows(
        """
        n = :5
        parity = :even
        parity = :even AND n > :5
        NOT parity = :even
        attribute_not_exists(parity)
        sk = :5
        pk = :p
        gone = :5
        n = :undefined
        n BETWEEN :3 AND :5
        """);

    [Theory]
    [MemberData(nameof(Projections))]
    public async Task A_projection_comes_to_the_same(string projection)
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));

        await twins.SameAsync(() => new GetItemRequest
        {
            TableName = twins.Name(Twins.Simple),
            Key = Items.Read("""{"pk":"P"}"""),
            ProjectionExpression = projection,
            ExpressionAttributeNames = projection.Contains("#dot") ? new() { ["#dot"] = "with.dot" } : null,
        });
    }

    [Theory]
    [MemberData(nameof(KeyConditions))]
    public async Task A_key_condition_comes_to_the_same(string condition)
    {
        await FillAsync();

        foreach (var forward in new[] { true, false })
        {
            await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
            {
                KeyConditionExpression = condition,
                ExpressionAttributeValues = Requests.ValuesIn(Values, condition),
                ScanIndexForward = forward,
            });
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_of_a_query_comes_to_the_same(string filter)
    {
        await FillAsync();

        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
        {
            KeyConditionExpression = "pk = :p",
            FilterExpression = filter,
            ExpressionAttributeValues = Requests.ValuesIn(Values, ":p", filter),
        });
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public async Task Pages_of_a_query_are_the_same(int limit, bool forward)
    {
        await FillAsync();
        Dictionary<string, AttributeValue>? start = null;

        do
        {
            QueryRequest Request() => new(twins.Name(Twins.Sorted))
            {
                KeyConditionExpression = "pk = :p",
                FilterExpression = "parity = :even",
                ExpressionAttributeValues = Items.Read("""{":p":"p",":even":"even"}"""),
                Limit = limit,
                ScanIndexForward = forward,
                ExclusiveStartKey = start,
            };
            await twins.SameAsync(Request);
            start = (await twins.Memory.Client.QueryAsync(Request(), TestContext.Current.CancellationToken)).LastEvaluatedKey;
        }
        while (start is not null);
    }

    [Fact]
    public async Task A_page_ends_at_a_megabyte()
    {
        for (var i = 0; i < 12; i++)
        {
            var item = Items.Read($$$"""{"pk":"large","sk":{{{i}}}}""");
            item["text"] = new AttributeValue(new string('x', 100_000));
            await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Sorted), item));
        }

        var outcome = await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
        {
            KeyConditionExpression = "pk = :p",
            ExpressionAttributeValues = Items.Read("""{":p":"large"}"""),
            Select = Select.COUNT,
        });

        Assert.StartsWith("11 of 11", outcome);
    }

    [Fact]
    public async Task Selections_are_the_same()
    {
        await FillAsync();

        foreach (var select in new[] { Select.COUNT, Select.ALL_ATTRIBUTES, Select.SPECIFIC_ATTRIBUTES, Select.ALL_PROJECTED_ATTRIBUTES })
        {
            foreach (var projection in new[] { null, "n" })
            {
                await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
                {
                    KeyConditionExpression = "pk = :p",
                    ExpressionAttributeValues = Items.Read("""{":p":"p"}"""),
                    ProjectionExpression = projection,
                    Select = select,
                });
            }
        }
    }

    [Fact]
    public async Task Start_keys_that_do_not_fit_are_refused_alike()
    {
        await FillAsync();

        foreach (var key in new[] { """{"pk":"p"}""", """{"pk":"p","sk":"x"}""", """{"pk":"p","sk":1,"n":1}""", """{"pk":"p","sk":4.5}""" })
        {
            await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
            {
                KeyConditionExpression = "pk = :p",
                ExpressionAttributeValues = Items.Read("""{":p":"p"}"""),
                ExclusiveStartKey = Items.Read(key),
            });
        }
    }

    [Theory]
    [InlineData("""{"pk":"p"}""")]
    [InlineData("""{"pk":"p","sk":1}""")]
    [InlineData("""{"pk":"p","sk":"1"}""")]
    [InlineData("""{"sk":1}""")]
    [InlineData("""{"pk":"p","sk":1,"n":1}""")]
    [InlineData("""{"pk":"p","n":1}""")]
    [InlineData("""{}""")]
    public async Task Keys_are_checked_alike(string key)
    {
        await FillAsync();

        await twins.SameAsync(() => new GetItemRequest(twins.Name(Twins.Sorted), Items.Read(key), true));
        await twins.SameAsync(() => new UpdateItemRequest
        {
            TableName = twins.Name(Twins.Sorted),
            Key = Items.Read(key),
            UpdateExpression = "SET x = :x",
            ExpressionAttributeValues = Items.Read("""{":x":1}"""),
        });
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Sorted), Items.Read(key)));
        await twins.SameAsync(() => new DeleteItemRequest(twins.Name(Twins.Sorted), Items.Read(key)));
    }

    [Fact]
    public async Task Placeholders_without_use_or_meaning_are_refused_alike()
    {
        var names = new Dictionary<string, string>?[] { null, [], new() { ["#n"] = "n" }, new() { ["n"] = "n" }, new() { ["#n"] = "n", ["#x"] = "x" } };
        var values = new[] { null, "{}", """{":5":5}""", """{"5":5}""", """{":5":5,":x":1}""", """{":5":{"$NONE":0}}""", """{":5":{"$N":"x"}}""" };
        foreach (var name in names)
        {
            foreach (var value in values)
            {
                foreach (var expression in new[] { null, "#n = :5", "n = :5", "" })
                {
                    await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read("""{"pk":"x","n":5}"""))
                    {
                        ConditionExpression = expression,
                        ExpressionAttributeNames = name,
                        ExpressionAttributeValues = value is null ? null : Items.Read(value),
                    });
                }
            }
        }
    }

    private async Task FillAsync()
    {
        for (var i = 1; i <= 10; i++)
        {
            var item = $$"""{"pk":"p","sk":{{i}},"n":{{i * 10 % 7}}{{(i % 2 == 0 ? ",\"parity\":\"even\"" : "")}}}""";
            await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Sorted), Items.Read(item)));
        }
    }
}
