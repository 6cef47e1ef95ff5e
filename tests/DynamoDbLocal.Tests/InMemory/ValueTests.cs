using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class ValueTests(Twins twins) : IClassFixture<Twins>
{
    public static TheoryData<string> Numbers => Requests.Rows(
        """
        0
        -0
        0.0
        00012
        +5
        1.50
        .5
        5.
        -.5
        .
        -
        1e3
        1E+3
        1.5e-3
        1e
        e5
        1e1.5
        0x1F
        1_000
        1,000
        NaN
        Infinity
        abc
        12345678901234567890123456789012345678
        123456789012345678901234567890123456789
        1234567890123456789012345678901234567800000
        0.12345678901234567890123456789012345678
        0.123456789012345678901234567890123456789
        9.9999999999999999999999999999999999999E+125
        1E125
        1E126
        -1E126
        1E-130
        1E-131
        -1E-130
        0E999
        1E400
        1E99999999999
        99999999999999999999999999999999999999e88
        100000000000000000000
        0.00000000000000000001
        """);

    public static TheoryData<string> Refused => Requests.Rows(
        """
        {"$NONE":0}
        {"$SS":["a","a"]}
        {"$NS":[1,1.0]}
        {"$NS":[1,"x"]}
        {"$BS":["AQ==","AQ=="]}
        {"$SS":["a","b"]}
        {"$NULL":true}
        [{"$NONE":0}]
        {"a":{"$NONE":0}}
        {"a":{"$N":"x"}}
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
        """);

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_is_kept_or_refused_alike(string number)
    {
        await PutAndGetAsync(new AttributeValue { N = number });
        await PutAndGetAsync(new AttributeValue { NS = [number, "77"] });
    }

    [Fact]
    public async Task Random_numbers_are_kept_added_and_compared_alike()
    {
        var random = new Random(20250101);
        for (var i = 0; i < 150; i++)
        {
            var (a, b) = (RandomNumber(random), RandomNumber(random));
            await twins.SameAsync(() => new PutItemRequest(
                twins.Name(Twins.Simple), new() { ["pk"] = new("sum"), ["a"] = new() { N = a }, ["b"] = new() { N = b } }));
            foreach (var comparison in new[] { "a < b", "a = b", "a >= b" })
            {
                await twins.SameAsync(() => new UpdateItemRequest
                {
                    TableName = twins.Name(Twins.Simple),
                    Key = Items.Read("""{"pk":"sum"}"""),
                    UpdateExpression = "SET s = a + b, d = a - b",
                    ConditionExpression = comparison,
                    ReturnValues = "ALL_NEW",
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_value_is_kept_or_refused_alike(string json) =>
        await PutAndGetAsync(Items.Read($$"""{"v":{{json}}}""")["v"]);

    [Fact]
    public async Task Values_with_no_type_or_two_are_refused_alike()
    {
        await PutAndGetAsync(new AttributeValue { S = "a", N = "1" });
        await PutAndGetAsync(new AttributeValue { NULL = false });
        await PutAndGetAsync(new AttributeValue { BOOL = true, NULL = true });
    }

    [Theory]
    [InlineData(409_590)]
    [InlineData(409_595)]
    [InlineData(409_596)]
    [InlineData(409_597)]
    [InlineData(409_700)]
    public async Task An_item_may_have_400_KB(int length)
    {
        // "pk" + "x" and "t" + the text.
        await PutAndGetAsync(new AttributeValue(new string('x', length)), "t");
        await twins.SameAsync(() => new UpdateItemRequest
        {
            TableName = twins.Name(Twins.Simple),
            Key = Items.Read("""{"pk":"x"}"""),
            UpdateExpression = "SET t = :t",
            ExpressionAttributeValues = new() { [":t"] = new(new string('y', length)) },
        });
    }

    [Fact]
    public async Task Sort_keys_are_ordered_alike()
    {
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var number = RandomNumber(random);
            await twins.SameAsync(() => new PutItemRequest(
                twins.Name(Twins.Sorted), new() { ["pk"] = new("order"), ["sk"] = new() { N = number } }));
        }

        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
        {
            KeyConditionExpression = "pk = :p",
            ExpressionAttributeValues = Items.Read("""{":p":"order"}"""),
        });
    }

    private async Task PutAndGetAsync(AttributeValue value, string name = "v")
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), new() { ["pk"] = new("x"), [name] = value }));
        await twins.SameAsync(() => new GetItemRequest(twins.Name(Twins.Simple), Items.Read("""{"pk":"x"}"""), true));
    }

    private static string RandomNumber(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "-" : "").Append(random.Next(1, 10));
        for (var digits = random.Next(0, 18); digits > 0; digits--)
        {
            text.Append(random.Next(10));
        }

        if (random.Next(2) == 0)
        {
            text.Append('.').Append(random.Next(1, 1000));
        }

        if (random.Next(3) == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"E{random.Next(-12, 12)}");
        }

        return text.ToString();
    }
}
