using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.Simulator.Mutations;

/// <summary>Copies of requests with parts of their conditions left out, and the placeholders that are then unused.</summary>
internal static partial class RequestRewriting
{
    /// <summary>Lets a change of conditions pass over every write of a request.</summary>
    /// <param name="request">The request, which stays as it is.</param>
    /// <param name="change">The condition instead, by the update expression (empty for others) and the condition.</param>
    public static AmazonWebServiceRequest WithConditions(AmazonWebServiceRequest request, Func<string, string?, string?> change) =>
        request switch
        {
            UpdateItemRequest update => Update(update, change(update.UpdateExpression, update.ConditionExpression)),
            TransactWriteItemsRequest transaction => new TransactWriteItemsRequest
            {
                TransactItems = transaction.TransactItems.ConvertAll(item => item.Update is { } update
                    ? new TransactWriteItem { Update = Update(update, change(update.UpdateExpression, update.ConditionExpression)) }
                    : item),
            },
            _ => request,
        };

    /// <summary>Puts another update expression in the place of a request's.</summary>
    public static UpdateItemRequest WithUpdate(UpdateItemRequest request, string update) =>
        update == request.UpdateExpression ? request : Copy(request, update, request.ConditionExpression);

    private static UpdateItemRequest Update(UpdateItemRequest request, string? condition) =>
        condition == request.ConditionExpression ? request : Copy(request, request.UpdateExpression, condition);

    private static UpdateItemRequest Copy(UpdateItemRequest request, string update, string? condition) => new()
    {
        TableName = request.TableName,
        Key = request.Key,
        UpdateExpression = update,
        ConditionExpression = condition,
        ExpressionAttributeNames = Used(request.ExpressionAttributeNames, update, condition),
        ExpressionAttributeValues = Used(request.ExpressionAttributeValues, update, condition),
        ReturnValues = request.ReturnValues,
        ReturnValuesOnConditionCheckFailure = request.ReturnValuesOnConditionCheckFailure,
    };

    private static Update Update(Update update, string? condition) => condition == update.ConditionExpression
        ? update
        : new Update
        {
            TableName = update.TableName,
            Key = update.Key,
            UpdateExpression = update.UpdateExpression,
            ConditionExpression = condition,
            ExpressionAttributeNames = Used(update.ExpressionAttributeNames, update.UpdateExpression, condition),
            ExpressionAttributeValues = Used(update.ExpressionAttributeValues, update.UpdateExpression, condition),
            ReturnValuesOnConditionCheckFailure = update.ReturnValuesOnConditionCheckFailure,
        };

    private static Dictionary<string, T>? Used<T>(Dictionary<string, T>? defined, string update, string? condition)
    {
        var used = Placeholder().Matches(update + " " + condition).Select(static match => match.Value).ToHashSet(StringComparer.Ordinal);
        var left = defined?.Where(pair => used.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        return left is { Count: > 0 } ? left : null;
    }

    [GeneratedRegex(@"[#:]\w+")]
    private static partial Regex Placeholder();
}
