using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching.Transactions;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Transactions;

public sealed class ItemSizeTests
{
    public static TheoryData<AttributeValue, long> Values => new()
    {
        { new() { S = "häuser" }, 7 },
        { new() { N = "-12.5" }, 5 },
        { new() { B = new([1, 2, 3]) }, 3 },
        { new() { BOOL = false }, 1 },
        { new() { NULL = true }, 1 },
        { new() { SS = ["a", "bc"] }, 3 },
        { new() { NS = ["1", "23"] }, 3 },
        { new() { BS = [new([1]), new([2, 3])] }, 3 },
        { new() { L = [new() { S = "abc" }, new() { L = [] }] }, 3 + 1 + 3 + 1 + 3 },
        { new() { M = new() { ["key"] = new() { S = "abc" } } }, 3 + 1 + 3 + 3 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_counts_as_the_service_counts_it(AttributeValue value, long size) =>
        Assert.Equal(size, ItemSize.Of(value));

    [Fact]
    public void The_names_of_an_items_attributes_count_too() =>
        Assert.Equal(2 + 3, ItemSize.Of(new Dictionary<string, AttributeValue> { ["pk"] = new() { S = "abc" } }));
}
