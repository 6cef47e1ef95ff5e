using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>What the four kinds of action have in common, for which the AWS SDK has no type.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsPut">Whether it is a whole item that is put; else its key.</param>
/// <param name="Attributes">The attributes of the item, or of its key.</param>
/// <param name="Values">The values in its expressions.</param>
/// <param name="SetTable">Names another table.</param>
internal sealed record ItemAction(
    string Table,
    bool IsPut,
    Dictionary<string, AttributeValue> Attributes,
    Dictionary<string, AttributeValue>? Values,
    Action<string> SetTable)
{
    /// <summary>The bytes that are sent for it, as far as they count.</summary>
    public long Size => ItemSize.Of(Attributes) + (Values is null ? 0 : ItemSize.Of(Values));

    /// <summary>The kind of action and the table, for messages.</summary>
    public static string Describe(TransactWriteItem item)
    {
        var kind = item switch { { Put: not null } => "put", { Update: not null } => "update", { Delete: not null } => "delete", _ => "check" };
        return $"{kind} in table '{Of(item).Table}'";
    }

    /// <exception cref="ArgumentException">It is not exactly one action, or has no table or no key.</exception>
    public static ItemAction Of(TransactWriteItem item)
    {
        var action = item switch
        {
            { Put: { } put, Update: null, Delete: null, ConditionCheck: null } =>
                new ItemAction(put.TableName, true, put.Item, put.ExpressionAttributeValues, table => put.TableName = table),
            { Put: null, Update: { } update, Delete: null, ConditionCheck: null } => new ItemAction(
                update.TableName, false, update.Key, update.ExpressionAttributeValues, table => update.TableName = table),
            { Put: null, Update: null, Delete: { } delete, ConditionCheck: null } => new ItemAction(
                delete.TableName, false, delete.Key, delete.ExpressionAttributeValues, table => delete.TableName = table),
            { Put: null, Update: null, Delete: null, ConditionCheck: { } check } => new ItemAction(
                check.TableName, false, check.Key, check.ExpressionAttributeValues, table => check.TableName = table),
            _ => throw new ArgumentException(
                "A TransactWriteItem must hold exactly one of Put, Update, Delete and ConditionCheck.", nameof(item)),
        };
        return action switch
        {
            { Table: null or "" } => throw new ArgumentException("The action names no table; set its TableName.", nameof(item)),
            { Attributes: null or { Count: 0 } } => throw new ArgumentException(
                $"The action for table '{action.Table}' has no {(action.IsPut ? "Item" : "Key")}.", nameof(item)),
            _ => action,
        };
    }
}
