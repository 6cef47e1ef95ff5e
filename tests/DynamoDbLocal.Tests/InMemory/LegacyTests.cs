using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>The parameters from before expressions, which the SDK's document and object models still send.</summary>
public sealed class LegacyTests(Twins twins) : IClassFixture<Twins>
{
    private const string Item = """{"pk":"L","n":5,"s":"hello","ss":{"$SS":["a","b"]},"l":[1]}""";

    public static TheoryData<string, string, string> Conditions
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var attribute in new[] { "n", "s", "ss", "gone" })
            {
                foreach (var comparison in new[] { "EQ", "NE", "LT", "LE", "GT", "GE", "BEGINS_WITH", "CONTAINS", "NOT_CONTAINS", "NULL", "NOT_NULL", "IN", "BETWEEN" })
                {
                    foreach (var values in new[] { "[]", "[5]", "[4,6]", "[\"hello\"]", "[\"a\"]", "[{\"$SS\":[\"b\",\"a\"]}]" })
                    {
                        data.Add(attribute, comparison, values);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, string> Updates
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var attribute in new[] { "n", "s", "ss", "gone", "pk" })
            {
                foreach (var action in new[] { "PUT", "ADD", "DELETE" })
                {
                    foreach (var value in new[] { "", "5", "\"x\"", "{\"$SS\":[\"a\"]}", "{\"$NS\":[1]}" })
                    {
                        data.Add(attribute, action, value);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task An_expectation_comes_to_the_same(string attribute, string comparison, string values)
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));

        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item))
        {
            Expected = new()
            {
                [attribute] = new ExpectedAttributeValue
                {
                    ComparisonOperator = comparison,
                    AttributeValueList = values == "[]" ? null : Items.Read($$"""{"v":{{values}}}""")["v"].L,
                },
            },
        });
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "5")]
    [InlineData(false, null)]
    [InlineData(null, "5")]
    [InlineData(null, "6")]
    public async Task An_expected_value_comes_to_the_same(bool? exists, string? value)
    {
        await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));

        await twins.SameAsync(() => new DeleteItemRequest(twins.Name(Twins.Simple), Items.Read("""{"pk":"L"}"""))
        {
            Expected = new()
            {
                ["n"] = new ExpectedAttributeValue { Exists = exists, Value = value is null ? null : new AttributeValue { N = value } },
            },
        });
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_of_an_attribute_comes_to_the_same(string attribute, string action, string value)
    {
        foreach (var there in new[] { true, false })
        {
            var key = there ? "L" : "not there";
            if (there)
            {
                await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));
            }
            else
            {
                await twins.SameAsync(() => new DeleteItemRequest(twins.Name(Twins.Simple), new() { ["pk"] = new(key) }));
            }

            await twins.SameAsync(() => new UpdateItemRequest
            {
                TableName = twins.Name(Twins.Simple),
                Key = new() { ["pk"] = new(key) },
                AttributeUpdates = new()
                {
                    [attribute] = new AttributeValueUpdate
                    {
                        Action = action,
                        Value = value.Length == 0 ? null : Items.Read($$"""{"v":{{value}}}""")["v"],
                    },
                },
                ReturnValues = ReturnValue.ALL_NEW,
            });
            await twins.SameAsync(() => new GetItemRequest(twins.Name(Twins.Simple), new() { ["pk"] = new(key) }, true));
        }
    }

    [Fact]
    public async Task Queries_and_scans_with_conditions_come_to_the_same()
    {
        for (var i = 1; i <= 5; i++)
        {
            await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Sorted), Items.Read($$"""{"pk":"p","sk":{{i}},"n":{{i % 3}}}""")));
        }

        var partition = new Condition { ComparisonOperator = "EQ", AttributeValueList = [new AttributeValue("p")] };
        var range = new Condition { ComparisonOperator = "BETWEEN", AttributeValueList = [new() { N = "2" }, new() { N = "4" }] };
        var filter = new Condition { ComparisonOperator = "GT", AttributeValueList = [new() { N = "0" }] };
        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted)) { KeyConditions = new() { ["pk"] = partition } });
        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted)) { KeyConditions = new() { ["pk"] = partition, ["sk"] = range } });
        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted)) { KeyConditions = new() { ["sk"] = range } });
        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted))
        {
            KeyConditions = new() { ["pk"] = partition },
            QueryFilter = new() { ["n"] = filter },
            AttributesToGet = ["sk", "n"],
        });
        await twins.SameAsync(() => new ScanRequest(twins.Name(Twins.Sorted))
        {
            ScanFilter = new() { ["n"] = filter, ["sk"] = range },
            ConditionalOperator = ConditionalOperator.OR,
        });
        await twins.SameAsync(() => new ScanRequest(twins.Name(Twins.Sorted))
        {
            ScanFilter = new() { ["n"] = filter },
            FilterExpression = "n > sk",
        });
        await twins.SameAsync(() => new QueryRequest(twins.Name(Twins.Sorted)));
    }
}
