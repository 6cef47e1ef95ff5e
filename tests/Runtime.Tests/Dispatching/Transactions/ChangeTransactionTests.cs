using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Transactions;

public sealed class ChangeTransactionTests
{
    private readonly ChangeTransaction _transaction = new(static table => $"prod-{table}");

    [Fact]
    public void Actions_are_kept_in_order_and_for_the_real_table()
    {
        _transaction.Add(Put("Totals", "a"));
        _transaction.Add(new() { Update = new() { TableName = "Totals", Key = Key("b"), UpdateExpression = "ADD n :1" } });
        _transaction.Add(new() { Delete = new() { TableName = "Totals", Key = Key("c") } });
        _transaction.Add(new() { ConditionCheck = new() { TableName = "Totals", Key = Key("d"), ConditionExpression = "n = :1" } });

        Assert.Equal("a", _transaction.Items[0].Put.Item["pk"].S);
        Assert.Equal(
            ["prod-Totals", "prod-Totals", "prod-Totals", "prod-Totals"],
            _transaction.Items.Select(static i =>
                i.Put?.TableName ?? i.Update?.TableName ?? i.Delete?.TableName ?? i.ConditionCheck.TableName));
        Assert.Same(_transaction.Items, _transaction.Complete());
    }

    [Fact]
    public void A_transaction_made_by_hand_calls_tables_as_they_are_named()
    {
        var transaction = new ChangeTransaction();
        transaction.Add(Put("Totals", "a"));
        Assert.Equal("Totals", transaction.Items[0].Put.TableName);
    }

    [Fact]
    public void There_are_99_actions_at_most()
    {
        for (var i = 0; i < 99; i++)
        {
            _transaction.Add(Put("Totals", $"{i}"));
        }

        var error = Assert.Throws<InvalidOperationException>(() => _transaction.Add(Put("Totals", "more")));
        Assert.Contains("99 actions", error.Message, StringComparison.Ordinal);
        Assert.Equal(99, _transaction.Items.Count);
    }

    [Fact]
    public void There_are_4_MB_at_most()
    {
        var text = new string('x', 350_000);
        for (var i = 0; i < 11; i++)
        {
            _transaction.Add(Put("Totals", $"{i}", text));
        }

        var error = Assert.Throws<InvalidOperationException>(() => _transaction.Add(Put("Totals", "more", text)));
        Assert.Contains("DynamoDB takes 4 MB", error.Message, StringComparison.Ordinal);
        Assert.Equal(11, _transaction.Items.Count);
    }

    [Fact]
    public void The_values_of_expressions_count_too()
    {
        var values = new Dictionary<string, AttributeValue> { [":v"] = new() { S = new string('x', 4 * 1024 * 1024) } };
        Assert.Throws<InvalidOperationException>(() => _transaction.Add(new()
        {
            Update = new() { TableName = "Totals", Key = Key("a"), ExpressionAttributeValues = values },
        }));
    }

    [Fact]
    public void An_item_has_one_action()
    {
        _transaction.Add(new() { Delete = new() { TableName = "Totals", Key = Key("a") } });
        _transaction.Add(new() { Delete = new() { TableName = "Other", Key = Key("a") } });

        var error = Assert.Throws<InvalidOperationException>(() => _transaction.Add(Put("Totals", "a")));
        Assert.Contains("""the item pk = "a" of table 'prod-Totals'""", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_was_put_is_known_as_soon_as_the_key_is()
    {
        _transaction.Add(Put("Totals", "a"));
        _transaction.Add(Put("Totals", "b"));
        _transaction.Add(new() { Delete = new() { TableName = "Totals", Key = Key("c") } });

        Assert.Throws<InvalidOperationException>(
            () => _transaction.Add(new() { Delete = new() { TableName = "Totals", Key = Key("a") } }));
        Assert.Throws<InvalidOperationException>(() => _transaction.Add(Put("Totals", "b")));
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("-0", "0E5", true)]
    [InlineData("100", "1e2", true)]
    [InlineData("1", "10", false)]
    public void Equal_numbers_are_one_key(string one, string other, bool isSame)
    {
        _transaction.Add(DeleteBy(new() { N = one }));
        var error = Record.Exception(() => _transaction.Add(DeleteBy(new() { N = other })));
        Assert.Equal(isSame, error is InvalidOperationException);
    }

    [Fact]
    public void Keys_of_other_types_or_parts_are_others()
    {
        _transaction.Add(DeleteBy(new() { N = "1" }));
        _transaction.Add(DeleteBy(new() { S = "1" }));
        _transaction.Add(DeleteBy(new() { B = new([1]) }));
        Assert.Throws<InvalidOperationException>(() => _transaction.Add(DeleteBy(new() { B = new([1]) })));
        Assert.Equal(3, _transaction.Items.Count);
    }

    [Fact]
    public void Parts_of_a_key_are_not_mixed_up()
    {
        _transaction.Add(DeleteBy(new() { S = "a" }, new() { S = "b" }));
        _transaction.Add(DeleteBy(new() { S = "b" }, new() { S = "a" }));
        Assert.Throws<InvalidOperationException>(() => _transaction.Add(DeleteBy(new() { S = "a" }, new() { S = "b" })));
    }

    [Fact]
    public void An_action_must_be_whole()
    {
        Assert.Throws<ArgumentNullException>(() => _transaction.Add(null!));
        AssertRefused(new(), "exactly one of Put, Update, Delete and ConditionCheck");
        AssertRefused(new() { Put = new(), Delete = new() }, "exactly one");
        AssertRefused(new() { Put = new() { Item = Key("a") } }, "set its TableName");
        AssertRefused(new() { Put = new() { TableName = "Totals" } }, "table 'Totals' has no Item");
        AssertRefused(new() { Update = new() { TableName = "Totals", Key = [] } }, "table 'Totals' has no Key");
        AssertRefused(new() { Delete = new() { TableName = "Totals", Key = new() { ["pk"] = new() { BOOL = true } } } }, "as 'pk'");

        void AssertRefused(TransactWriteItem item, string message) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => _transaction.Add(item)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_added_after_the_handler_has_ended()
    {
        _transaction.End();
        var error = Assert.Throws<InvalidOperationException>(() => _transaction.Add(Put("Totals", "a")));
        Assert.Contains("only while the handler runs", error.Message, StringComparison.Ordinal);
        Assert.Empty(_transaction.Items);
    }

    private static TransactWriteItem Put(string table, string key, string text = "") => new()
    {
        Put = new() { TableName = table, Item = new(Key(key)) { ["text"] = new() { S = text } } },
    };

    private static TransactWriteItem DeleteBy(AttributeValue key, AttributeValue? sort = null) => new()
    {
        Delete = new()
        {
            TableName = "Totals",
            Key = sort is null ? new() { ["pk"] = key } : new() { ["pk"] = key, ["sk"] = sort },
        },
    };

    private static Dictionary<string, AttributeValue> Key(string key) => new() { ["pk"] = new() { S = key } };
}
