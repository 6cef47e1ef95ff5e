using System.ComponentModel;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// One action of a <see cref="ChangeTransaction"/> in the making: what generated methods call. Each call changes the action in
/// the transaction. One thread at a time.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TransactionAction
{
    private static readonly AttributeValue Null = new() { NULL = true };

    private readonly ChangeTransaction _transaction;
    private readonly string _partitionKey;
    private readonly ItemExpression _expression = new();

    private TransactionAction(
        ChangeTransaction transaction, TransactWriteItem item, string partitionKey, string? sortKey)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        _transaction = transaction;
        _partitionKey = partitionKey;
        Item = item;
        transaction.Add(this, sortKey is null ? [partitionKey] : [partitionKey, sortKey]);
    }

    /// <summary>The action as it is now.</summary>
    internal TransactWriteItem Item { get; }

    /// <summary>Begins to put an item.</summary>
    /// <param name="transaction">What it becomes part of.</param>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="item">The item.</param>
    /// <param name="partitionKey">The partition key's attribute.</param>
    /// <param name="sortKey">The sort key's attribute; null for none.</param>
    public static TransactionAction Put(
        ChangeTransaction transaction,
        string table,
        Dictionary<string, AttributeValue> item,
        string partitionKey,
        string? sortKey = null) =>
        new(transaction, new() { Put = new() { TableName = table, Item = item } }, partitionKey, sortKey);

    /// <summary>Begins to delete an item.</summary>
    /// <inheritdoc cref="Check"/>
    public static TransactionAction Delete(
        ChangeTransaction transaction,
        string table,
        Dictionary<string, AttributeValue> key,
        string partitionKey,
        string? sortKey = null) =>
        new(transaction, new() { Delete = new() { TableName = table, Key = key } }, partitionKey, sortKey);

    /// <summary>Begins to update an item.</summary>
    /// <inheritdoc cref="Check"/>
    public static TransactionAction Update(
        ChangeTransaction transaction,
        string table,
        Dictionary<string, AttributeValue> key,
        string partitionKey,
        string? sortKey = null) =>
        new(transaction, new() { Update = new() { TableName = table, Key = key } }, partitionKey, sortKey);

    /// <summary>Begins to check an item.</summary>
    /// <param name="transaction">What it becomes part of.</param>
    /// <param name="table">The table's name in the attributes.</param>
    /// <param name="key">The item's key.</param>
    /// <param name="partitionKey">The partition key's attribute.</param>
    /// <param name="sortKey">The sort key's attribute; null for none.</param>
    public static TransactionAction Check(
        ChangeTransaction transaction,
        string table,
        Dictionary<string, AttributeValue> key,
        string partitionKey,
        string? sortKey = null) =>
        new(transaction, new() { ConditionCheck = new() { TableName = table, Key = key } }, partitionKey, sortKey);

    /// <summary>Sets an attribute, or removes it where there is no value.</summary>
    public void Set(string attribute, AttributeValue? value)
    {
        if (value is null)
        {
            Remove(attribute);
        }
        else
        {
            Change("SET", attribute, value, static (name, value) => $"{name} = {value}");
        }
    }

    /// <summary>Sets an attribute that is not there; nothing where there is no value.</summary>
    public void SetIfAbsent(string attribute, AttributeValue? value)
    {
        if (value is not null)
        {
            Change("SET", attribute, value, static (name, value) => $"{name} = if_not_exists({name}, {value})");
        }
    }

    /// <summary>Removes an attribute.</summary>
    public void Remove(string attribute)
    {
        Grow(attribute, null);
        _expression.Change("REMOVE", attribute, static name => name);
        Render();
    }

    /// <summary>Adds to a number or a set; nothing where there is no value.</summary>
    public void Add(string attribute, AttributeValue? value) => ChangeBy("ADD", attribute, value);

    /// <summary>Deletes from a set; nothing where there is no value.</summary>
    public void DeleteFrom(string attribute, AttributeValue? value) => ChangeBy("DELETE", attribute, value);

    /// <summary>The item must be there.</summary>
    public void IfExists() => Require(_partitionKey, static name => $"attribute_exists({name})");

    /// <summary>The item must not be there.</summary>
    public void IfAbsent() => Require(_partitionKey, static name => $"attribute_not_exists({name})");

    /// <summary>An attribute must have the value; absent or NULL where there is none.</summary>
    public void IfEqual(string attribute, AttributeValue? value)
    {
        if (value is null)
        {
            Require(attribute, Null, static (name, value) => $"(attribute_not_exists({name}) OR {name} = {value})");
        }
        else
        {
            Require(attribute, value, static (name, value) => $"{name} = {value}");
        }
    }

    /// <summary>An attribute must not have the value; be there and not NULL where there is none.</summary>
    public void IfNotEqual(string attribute, AttributeValue? value)
    {
        if (value is null)
        {
            Require(attribute, Null, static (name, value) => $"(attribute_exists({name}) AND {name} <> {value})");
        }
        else
        {
            Require(attribute, value, static (name, value) => $"(attribute_not_exists({name}) OR {name} <> {value})");
        }
    }

    /// <summary>An attribute must be there and less than the value.</summary>
    public void IfBelow(string attribute, AttributeValue? value) =>
        Compare(attribute, value, static (name, value) => $"{name} < {value}");

    /// <summary>An attribute must be there and not greater than the value.</summary>
    public void IfAtMost(string attribute, AttributeValue? value) =>
        Compare(attribute, value, static (name, value) => $"{name} <= {value}");

    /// <summary>An attribute must be there and greater than the value.</summary>
    public void IfAbove(string attribute, AttributeValue? value) =>
        Compare(attribute, value, static (name, value) => $"{name} > {value}");

    /// <summary>An attribute must be there and not less than the value.</summary>
    public void IfAtLeast(string attribute, AttributeValue? value) =>
        Compare(attribute, value, static (name, value) => $"{name} >= {value}");

    /// <exception cref="InvalidOperationException">It is an update that changes nothing, or a check that checks nothing.</exception>
    internal void ThrowIfEmpty()
    {
        if (Item.Update is { UpdateExpression: null } update)
        {
            throw new InvalidOperationException(
                $"An update of an item of table '{update.TableName}' changes nothing: call Set… or another of its methods.");
        }

        if (Item.ConditionCheck is { ConditionExpression: null } check)
        {
            throw new InvalidOperationException(
                $"A check of an item of table '{check.TableName}' has no condition: call IfExists() or another of its methods.");
        }
    }

    private void ChangeBy(string clause, string attribute, AttributeValue? value)
    {
        // Where an attribute must be there, what would be an empty set is written as an empty list.
        if (value is not (null or { L.Count: 0 }))
        {
            Change(clause, attribute, value, static (name, value) => $"{name} {value}");
        }
    }

    private void Change(string clause, string attribute, AttributeValue value, Func<string, string, string> change)
    {
        Grow(attribute, value);
        _expression.Change(clause, attribute, name => change(name, _expression.Add(value)));
        Render();
    }

    private void Require(string attribute, Func<string, string> condition)
    {
        Grow(attribute, null);
        _expression.Require(attribute, condition);
        Render();
    }

    private void Compare(string attribute, AttributeValue? value, Func<string, string, string> condition) => Require(
        attribute,
        value ?? throw new ArgumentException(
            $"'{attribute}' cannot be compared with nothing: null and empty texts have no value in an item.", nameof(value)),
        condition);

    private void Require(string attribute, AttributeValue value, Func<string, string, string> condition)
    {
        Grow(attribute, value);
        _expression.Require(attribute, name => condition(name, _expression.Add(value)));
        Render();
    }

    private void Grow(string attribute, AttributeValue? value) =>
        _transaction.Grow(ItemSize.Of(attribute) + (value is null ? 0 : ItemSize.Of(value)));

    private void Render()
    {
        var (names, values, condition) = (_expression.Names, _expression.Values, _expression.Condition);
        switch (Item)
        {
            case { Put: { } put }:
                (put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues) = (condition, names, values);
                break;
            case { Delete: { } delete }:
                (delete.ConditionExpression, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues) =
                    (condition, names, values);
                break;
            case { ConditionCheck: { } check }:
                (check.ConditionExpression, check.ExpressionAttributeNames, check.ExpressionAttributeValues) =
                    (condition, names, values);
                break;
            case { Update: { } update }:
                (update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues) =
                    (condition, names, values);
                update.UpdateExpression = _expression.Update;
                break;
        }
    }
}
