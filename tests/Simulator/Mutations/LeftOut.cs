using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.Simulation.Network;

namespace DynamoHandlers.Simulator.Mutations;

/// <summary>Conditions of writes left out.</summary>
/// <param name="change">The condition instead, by the update expression and the condition.</param>
internal sealed class ConditionLeftOut(Func<string, string?, string?> change) : Interception
{
    public override AmazonWebServiceRequest Rewrite(AmazonWebServiceRequest request) => RequestRewriting.WithConditions(request, change);
}

/// <summary>Updates that are answered as if they were made, and are not.</summary>
/// <param name="isLeftOut">Which, by the update expression and the condition.</param>
internal sealed class UpdateLeftOut(Func<string, string?, bool> isLeftOut) : Interception
{
    public override AmazonWebServiceResponse? Answer(AmazonWebServiceRequest request) =>
        request is UpdateItemRequest update && isLeftOut(update.UpdateExpression, update.ConditionExpression)
            ? new UpdateItemResponse { Attributes = new(update.Key) }
            : null;
}

/// <summary>Updates of which a part is left out.</summary>
/// <param name="change">The update expression instead.</param>
internal sealed class UpdateChanged(Func<string, string> change) : Interception
{
    public override AmazonWebServiceRequest Rewrite(AmazonWebServiceRequest request) =>
        request is UpdateItemRequest update ? RequestRewriting.WithUpdate(update, change(update.UpdateExpression)) : request;
}

/// <summary>Parts of transactions left out.</summary>
/// <param name="isLeftOut">Which, given all parts.</param>
internal sealed class PartLeftOut(Func<TransactWriteItem, List<TransactWriteItem>, bool> isLeftOut) : Interception
{
    public override AmazonWebServiceRequest Rewrite(AmazonWebServiceRequest request)
    {
        if (request is not TransactWriteItemsRequest transaction)
        {
            return request;
        }

        var parts = transaction.TransactItems;
        var left = parts.FindAll(part => !isLeftOut(part, parts));
        return left.Count == parts.Count ? request : new TransactWriteItemsRequest { TransactItems = left };
    }
}

/// <summary>Rows that workers see otherwise than they are.</summary>
/// <param name="partition">Rows in partitions that begin so.</param>
/// <param name="show">Changes a row, for a worker.</param>
/// <param name="rewrite">What else goes with it; null for nothing.</param>
internal sealed class ShownOtherwise(
    string partition, Action<Dictionary<string, AttributeValue>, string> show, Interception? rewrite = null) : Interception
{
    public override AmazonWebServiceRequest Rewrite(AmazonWebServiceRequest request) => rewrite?.Rewrite(request) ?? request;

    public override void Show(AmazonWebServiceRequest request, AmazonWebServiceResponse response, string worker)
    {
        IEnumerable<Dictionary<string, AttributeValue>> rows = response switch
        {
            GetItemResponse { IsItemSet: true } get => [get.Item],
            QueryResponse query => query.Items ?? [],
            UpdateItemResponse { Attributes: { } attributes } => [attributes],
            _ => [],
        };
        foreach (var row in rows)
        {
            if (row.TryGetValue("pk", out var key) && key.S.StartsWith(partition, StringComparison.Ordinal))
            {
                show(row, worker);
            }
        }
    }
}
