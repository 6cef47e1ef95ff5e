using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching.Transactions;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Transactions;

public sealed class TransactionActionTests
{
    private static readonly AttributeValue One = new() { N = "1" };

    private readonly ChangeTransaction _transaction = new();

    [Fact]
    public void An_update_has_a_clause_for_each_kind_of_change()
    {
        var action = Update();
        action.Set("a", One);
        action.SetIfAbsent("b", One);
        action.Add("c", One);
        action.DeleteFrom("d", One);
        action.Remove("e");
        action.Set("f", null);
        action.IfExists();

        var update = _transaction.Items[0].Update;
        Assert.Equal("ADD #2 :2 DELETE #3 :3 REMOVE #4, #5 SET #0 = :0, #1 = if_not_exists(#1, :1)", update.UpdateExpression);
        Assert.Equal("attribute_exists(#6)", update.ConditionExpression);
        Assert.Equal(
            ["#0=a", "#1=b", "#2=c", "#3=d", "#4=e", "#5=f", "#6=pk"],
            update.ExpressionAttributeNames.Select(static n => $"{n.Key}={n.Value}"));
        Assert.Equal([":0", ":1", ":2", ":3"], update.ExpressionAttributeValues.Keys);
    }

    [Fact]
    public void What_has_no_value_changes_nothing_but_by_Set()
    {
        var action = Update();
        action.SetIfAbsent("a", null);
        action.Add("b", null);
        action.DeleteFrom("c", null);

        Assert.Null(_transaction.Items[0].Update.UpdateExpression);
        Assert.Null(_transaction.Items[0].Update.ExpressionAttributeNames);
        Assert.Null(_transaction.Items[0].Update.ExpressionAttributeValues);
        Assert.Contains(
            "changes nothing",
            Assert.Throws<InvalidOperationException>(() => _transaction.Complete()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_is_changed_once()
    {
        var action = Update();
        action.Set("a", One);
        Assert.Throws<InvalidOperationException>(() => action.Add("a", One));
        Assert.Throws<InvalidOperationException>(() => action.Remove("a"));
    }

    [Fact]
    public void All_conditions_must_hold()
    {
        var action = TransactionAction.Check(_transaction, "Totals", Key("a"), "pk");
        action.IfEqual("a", One);
        action.IfNotEqual("a", One);
        action.IfEqual("b", null);
        action.IfNotEqual("b", null);
        action.IfBelow("c", One);
        action.IfAtMost("c", One);
        action.IfAbove("c", One);
        action.IfAtLeast("c", One);

        var check = _transaction.Items[0].ConditionCheck;
        Assert.Equal(
            "#0 = :0 AND (attribute_not_exists(#0) OR #0 <> :1) AND (attribute_not_exists(#1) OR #1 = :2) AND "
            + "(attribute_exists(#1) AND #1 <> :3) AND #2 < :4 AND #2 <= :5 AND #2 > :6 AND #2 >= :7",
            check.ConditionExpression);
        Assert.True(check.ExpressionAttributeValues[":2"].NULL);
        Assert.Single(_transaction.Complete());
    }

    [Fact]
    public void A_check_without_a_condition_is_an_error()
    {
        TransactionAction.Check(_transaction, "Totals", Key("a"), "pk");
        Assert.Contains(
            "has no condition",
            Assert.Throws<InvalidOperationException>(() => _transaction.Complete()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Puts_and_deletes_may_have_conditions()
    {
        TransactionAction.Put(_transaction, "Totals", Key("a"), "pk").IfAbsent();
        TransactionAction.Delete(_transaction, "Totals", Key("b"), "pk").IfEqual("n", One);

        var (put, delete) = (_transaction.Items[0].Put, _transaction.Items[1].Delete);
        Assert.Equal("attribute_not_exists(#0)", put.ConditionExpression);
        Assert.Null(put.ExpressionAttributeValues);
        Assert.Equal("#0 = :0", delete.ConditionExpression);
        Assert.Equal("n", delete.ExpressionAttributeNames["#0"]);
        Assert.Equal(2, _transaction.Complete().Count);
    }

    [Fact]
    public void The_key_of_an_item_that_is_put_is_known()
    {
        TransactionAction.Put(_transaction, "Totals", Key("a"), "pk");
        Assert.Throws<InvalidOperationException>(() => TransactionAction.Put(_transaction, "Totals", Key("a"), "pk"));
        Assert.Throws<ArgumentException>(() => TransactionAction.Put(_transaction, "Totals", Key("b"), "pk", "sk"));
    }

    [Fact]
    public void A_key_without_a_part_is_an_error() => Assert.Contains(
        "as 'sk', which is part of the key",
        Assert.Throws<ArgumentException>(() => TransactionAction.Delete(_transaction, "Totals", Key("a"), "pk", "sk")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_compared_with_no_value() => Assert.Contains(
        "cannot be compared with nothing",
        Assert.Throws<ArgumentException>(() => Update().IfBelow("a", null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_added_to_an_action_counts()
    {
        var action = Update();
        Assert.Throws<InvalidOperationException>(() => action.Set("a", new() { S = new string('x', 4 * 1024 * 1024) }));
    }

    [Fact]
    public void An_action_ends_with_its_transaction()
    {
        var action = Update();
        _transaction.End();
        Assert.Throws<InvalidOperationException>(() => action.Set("a", One));
        Assert.Throws<InvalidOperationException>(() => action.IfExists());
        Assert.Null(_transaction.Items[0].Update.UpdateExpression);
    }

    private TransactionAction Update() => TransactionAction.Update(_transaction, "Totals", Key("a"), "pk");

    private static Dictionary<string, AttributeValue> Key(string key) => new() { ["pk"] = new() { S = key } };
}
