using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>The client of the tables, with a connection's interference. Has the operations that a worker uses.</summary>
internal sealed class InterceptedTables(IAmazonDynamoDB inner, Connection connection) : AmazonDynamoDBClient(
    new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { ServiceURL = "http://intercepted.invalid" })
{
    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(new("GetItem", request, cancellationToken), () => inner.GetItemAsync(request, cancellationToken));

    public override Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("BatchGetItem", request, cancellationToken), () => inner.BatchGetItemAsync(request, cancellationToken));

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(new("Query", request, cancellationToken), () => inner.QueryAsync(request, cancellationToken));

    public override Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(new("DeleteItem", request, cancellationToken), () => inner.DeleteItemAsync(request, cancellationToken));

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(new("PutItem", request, cancellationToken), () => inner.PutItemAsync(request, cancellationToken));

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(new("UpdateItem", request, cancellationToken), () => inner.UpdateItemAsync(request, cancellationToken));

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("TransactWriteItems", request, cancellationToken), () => inner.TransactWriteItemsAsync(request, cancellationToken));

    public override Task<DescribeTableResponse> DescribeTableAsync(
        DescribeTableRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("DescribeTable", request, cancellationToken), () => inner.DescribeTableAsync(request, cancellationToken));

    public override Task<UpdateContinuousBackupsResponse> UpdateContinuousBackupsAsync(
        UpdateContinuousBackupsRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("UpdateContinuousBackups", request, cancellationToken), () => inner.UpdateContinuousBackupsAsync(request, cancellationToken));

    public override Task<CreateTableResponse> CreateTableAsync(
        CreateTableRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("CreateTable", request, cancellationToken), () => inner.CreateTableAsync(request, cancellationToken));

    public override Task<BatchWriteItemResponse> BatchWriteItemAsync(
        BatchWriteItemRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("BatchWriteItem", request, cancellationToken), () => inner.BatchWriteItemAsync(request, cancellationToken));

    public override Task<UpdateTimeToLiveResponse> UpdateTimeToLiveAsync(
        UpdateTimeToLiveRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("UpdateTimeToLive", request, cancellationToken), () => inner.UpdateTimeToLiveAsync(request, cancellationToken));

    public override Task<DescribeTimeToLiveResponse> DescribeTimeToLiveAsync(
        DescribeTimeToLiveRequest request, CancellationToken cancellationToken) => connection.SendAsync(
            new("DescribeTimeToLive", request, cancellationToken), () => inner.DescribeTimeToLiveAsync(request, cancellationToken));
}
