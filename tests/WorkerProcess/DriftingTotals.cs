using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers;
using Microsoft.Extensions.Options;

namespace WorkerProcess;

/// <summary>The same sums, written by the handler itself: a sale that is handled again is added again.</summary>
public sealed class DriftingTotals(IAmazonDynamoDB db, IOptions<DynamoHandlersOptions> options)
{
    [OnInsert<Sale1>]
    public Task First(Sale1 sale, CancellationToken stop) => AddAsync(sale, stop);

    [OnInsert<Sale2>]
    public Task Second(Sale2 sale, CancellationToken stop) => AddAsync(sale, stop);

    [OnInsert<Sale3>]
    public Task Third(Sale3 sale, CancellationToken stop) => AddAsync(sale, stop);

    private Task<UpdateItemResponse> AddAsync(Sale sale, CancellationToken stop) => db.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = options.Value.Tables["Totals"],
            Key = new() { ["pk"] = new(sale.Customer) },
            UpdateExpression = "ADD #total :amount, sales :one",
            ExpressionAttributeNames = new() { ["#total"] = "total" },
            ExpressionAttributeValues = new()
            {
                [":amount"] = new() { N = sale.Amount.ToString(CultureInfo.InvariantCulture) },
                [":one"] = new() { N = "1" },
            },
        },
        stop);
}
