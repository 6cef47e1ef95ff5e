using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>Requests in a few words, for the trace.</summary>
internal static class RequestText
{
    /// <summary>The operation's name in the service.</summary>
    public static string Operation(AmazonWebServiceRequest request) => request switch
    {
        GetItemRequest => "GetItem",
        QueryRequest => "Query",
        UpdateItemRequest => "UpdateItem",
        TransactWriteItemsRequest => "TransactWriteItems",
        PutItemRequest => "PutItem",
        DeleteItemRequest => "DeleteItem",
        BatchGetItemRequest => "BatchGetItem",
        DescribeTableRequest => "DescribeTable",
        CreateTableRequest => "CreateTable",
        _ => request.GetType().Name is var name && name.EndsWith("Request", StringComparison.Ordinal) ? name[..^7] : name,
    };

    /// <summary>What it is about, and what came of it.</summary>
    public static string Describe(AmazonWebServiceRequest request, string outcome) => request switch
    {
        GetItemRequest r => $"{Key(r.Key)}: {outcome}",
        QueryRequest r => $"{Values(r.ExpressionAttributeValues)}: {outcome}",
        UpdateItemRequest r => $"{Key(r.Key)} {r.UpdateExpression} IF {r.ConditionExpression} {Values(r.ExpressionAttributeValues)}: {outcome}",
        PutItemRequest r => $"{Values(r.Item)}: {outcome}",
        DeleteItemRequest r => $"{Key(r.Key)}: {outcome}",
        TransactWriteItemsRequest r => $"{string.Join(" + ", r.TransactItems.Select(Describe))}: {outcome}",
        _ => outcome,
    };

    private static string Describe(TransactWriteItem item) => item switch
    {
        { Update: { } u } => $"Update {Key(u.Key)} {u.UpdateExpression} {Values(u.ExpressionAttributeValues)}",
        { Put: { } p } => $"Put {Values(p.Item)}",
        { Delete: { } d } => $"Delete {Key(d.Key)}",
        { ConditionCheck: { } c } => $"Check {Key(c.Key)}",
        _ => "?",
    };

    private static string Key(Dictionary<string, AttributeValue>? key) =>
        key is null ? "" : string.Join("|", key.Values.Select(static value => value.S ?? value.N));

    private static string Values(Dictionary<string, AttributeValue>? values) => values is null
        ? ""
        : string.Join(" ", values.Select(static pair => $"{pair.Key}={Text(pair.Value)}"));

    private static string Text(AttributeValue value) => value.S ?? value.N ?? (value.SS is { } set ? string.Join(',', set) : "…");
}
