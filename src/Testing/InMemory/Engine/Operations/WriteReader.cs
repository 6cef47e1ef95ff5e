using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Expressions;
using DynamoHandlers.Testing.InMemory.Expressions.Legacy;
using DynamoHandlers.Testing.InMemory.Expressions.Syntax;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Reads the writes that requests ask for, single ones and those of batches and transactions.</summary>
internal sealed class WriteReader(Database database)
{
    public ItemPut Read(PutItemRequest request)
    {
        var condition = ReadCondition(
            request.ConditionExpression,
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            request.Expected,
            request.ConditionalOperator);
        return NewPut(request.TableName, request.Item, condition);
    }

    public ItemDelete Read(DeleteItemRequest request)
    {
        var condition = ReadCondition(
            request.ConditionExpression,
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            request.Expected,
            request.ConditionalOperator);
        return NewDelete(request.TableName, request.Key, condition);
    }

    public ItemUpdating Read(UpdateItemRequest request)
    {
        ExpressionMix.ThrowIfMixed(
            [("UpdateExpression", request.UpdateExpression), ("ConditionExpression", request.ConditionExpression)],
            [
                ("AttributeUpdates", request.AttributeUpdates),
                ("Expected", request.Expected),
                ("ConditionalOperator", request.ConditionalOperator),
            ]);
        var scope = new ExpressionScope(
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            request.UpdateExpression,
            request.ConditionExpression);
        var update = request.UpdateExpression is { } expression
            ? UpdateParser.Parse(expression, scope)
            : LegacyUpdates.Read(request.AttributeUpdates);
        var condition = ReadCondition(request.ConditionExpression, scope)
            ?? LegacyConditions.Read(request.Expected, request.ConditionalOperator);
        scope.ThrowIfUnused();
        return NewUpdate(request.TableName, request.Key, condition, update);
    }

    /// <summary>A write of a batch: no conditions.</summary>
    public ItemWrite Read(string tableName, WriteRequest request) => (request.PutRequest, request.DeleteRequest) switch
    {
        ({ } put, null) => NewPut(tableName, put.Item, null),
        (null, { } delete) => NewDelete(tableName, delete.Key, null),
        _ => throw Errors.Validation("Supplied WriteRequest is invalid: it must have a PutRequest or a DeleteRequest"),
    };

    /// <summary>A write of a transaction.</summary>
    public ItemWrite Read(TransactWriteItem item)
    {
        object?[] operations = [item.Put, item.Delete, item.Update, item.ConditionCheck];
        if (operations.Count(static operation => operation is not null) != 1)
        {
            throw Errors.Validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }

        if (item.Put is { } put)
        {
            return Read(put);
        }

        if (item.Delete is { } delete)
        {
            return Read(delete);
        }

        return item.Update is { } update ? Read(update) : Read(item.ConditionCheck);
    }

    private ItemPut Read(Put put) => NewPut(
        put.TableName,
        put.Item,
        ReadCondition(put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues));

    private ItemDelete Read(Delete delete) => NewDelete(
        delete.TableName,
        delete.Key,
        ReadCondition(delete.ConditionExpression, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues));

    private ItemUpdating Read(Update update)
    {
        var scope = new ExpressionScope(
            update.ExpressionAttributeNames,
            update.ExpressionAttributeValues,
            update.UpdateExpression,
            update.ConditionExpression);
        var parsed = UpdateParser.Parse(update.UpdateExpression ?? "", scope);
        var condition = ReadCondition(update.ConditionExpression, scope);
        scope.ThrowIfUnused();
        return NewUpdate(update.TableName, update.Key, condition, parsed);
    }

    private ItemCheck Read(ConditionCheck check)
    {
        var condition = ReadCondition(
            check.ConditionExpression ?? "", check.ExpressionAttributeNames, check.ExpressionAttributeValues);
        var table = database.GetTable(check.TableName);
        return new ItemCheck(table, table.Schema.Keys.OfKey(ReadKey(check.Key)), condition);
    }

    private ItemPut NewPut(string tableName, Dictionary<string, AttributeValue>? attributes, ItemCondition? condition)
    {
        var item = AttributeValues.Read(attributes ?? throw Missing("item"));
        var table = database.GetTable(tableName);
        var key = table.Schema.Keys.OfItem(item);
        foreach (var index in table.Schema.Indexes)
        {
            index.ThrowIfMismatched(item);
        }

        if (item.ItemSize > Table.MaxItemSize)
        {
            throw Errors.Validation("Item size has exceeded the maximum allowed size");
        }

        return new ItemPut(table, key, condition, item);
    }

    private ItemDelete NewDelete(string tableName, Dictionary<string, AttributeValue>? key, ItemCondition? condition)
    {
        var attributes = ReadKey(key);
        var table = database.GetTable(tableName);
        return new ItemDelete(table, table.Schema.Keys.OfKey(attributes), condition);
    }

    private ItemUpdating NewUpdate(
        string tableName, Dictionary<string, AttributeValue>? key, ItemCondition? condition, ItemUpdate update)
    {
        var attributes = ReadKey(key);
        var table = database.GetTable(tableName);
        if (update.Actions.FirstOrDefault(action => table.Schema.Keys.Has(action.Path.Root)) is { } onKey)
        {
            throw Errors.Validation(
                $"One or more parameter values were invalid: Cannot update attribute {onKey.Path.Root}. This "
                + "attribute is part of the key");
        }

        return new ItemUpdating(table, table.Schema.Keys.OfKey(attributes), condition, attributes, update);
    }

    private static MapValue ReadKey(Dictionary<string, AttributeValue>? key) =>
        AttributeValues.Read(key ?? throw Missing("key"));

    private static ItemCondition? ReadCondition(
        string? expression, Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values)
    {
        var scope = new ExpressionScope(names, values, expression);
        var condition = ReadCondition(expression, scope);
        scope.ThrowIfUnused();
        return condition;
    }

    // As an expression, or in the parameters that came before expressions; never both.
    private static ItemCondition? ReadCondition(
        string? expression,
        Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values,
        Dictionary<string, ExpectedAttributeValue>? expected,
        ConditionalOperator? conditionalOperator)
    {
        ExpressionMix.ThrowIfMixed(
            [("ConditionExpression", expression)],
            [("Expected", expected), ("ConditionalOperator", conditionalOperator)]);
        return ReadCondition(expression, names, values) ?? LegacyConditions.Read(expected, conditionalOperator);
    }

    private static ItemCondition? ReadCondition(string? expression, ExpressionScope scope) =>
        expression is null ? null : ConditionParser.Parse(expression, ExpressionKind.ConditionExpression, scope);

    private static AmazonDynamoDBException Missing(string member) => Errors.Validation(
        $"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");
}
