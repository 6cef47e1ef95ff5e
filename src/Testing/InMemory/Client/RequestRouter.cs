using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Engine.Operations;

namespace DynamoHandlers.Testing.InMemory.Client;

/// <summary>Brings each request to the operation that answers it: the list of what is supported.</summary>
internal sealed class RequestRouter(Database database)
{
    private readonly TableOperations _tables = new(database);
    private readonly TableSettings _settings = new(database);
    private readonly ReadOperations _reads = new(database);
    private readonly WriteOperations _writes = new(database);
    private readonly SearchOperations _searches = new(database);
    private readonly TransactionOperations _transactions = new(database);

    /// <summary>The caller holds the database's lock.</summary>
    public AmazonWebServiceResponse Answer(AmazonWebServiceRequest request) => request switch
    {
        GetItemRequest r => _reads.Get(r),
        BatchGetItemRequest r => _reads.BatchGet(r),
        QueryRequest r => _searches.Query(r),
        ScanRequest r => _searches.Scan(r),
        PutItemRequest r => _writes.Put(r),
        UpdateItemRequest r => _writes.Update(r),
        DeleteItemRequest r => _writes.Delete(r),
        BatchWriteItemRequest r => _writes.BatchWrite(r),
        TransactWriteItemsRequest r => _transactions.Write(r),
        TransactGetItemsRequest r => _transactions.Get(r),
        CreateTableRequest r => _tables.Create(r),
        DescribeTableRequest r => _tables.Describe(r),
        UpdateTableRequest r => _tables.Update(r),
        DeleteTableRequest r => _tables.Delete(r),
        ListTablesRequest r => _tables.List(r),
        UpdateTimeToLiveRequest r => _tables.UpdateTimeToLive(r),
        DescribeTimeToLiveRequest r => _tables.DescribeTimeToLive(r),
        UpdateContinuousBackupsRequest r => _settings.UpdateBackups(r),
        DescribeContinuousBackupsRequest r => _settings.DescribeBackups(r),
        ListTagsOfResourceRequest r => _settings.ListTags(r),
        _ => throw NotSupported(request),
    };

    private static NotSupportedException NotSupported(AmazonWebServiceRequest request)
    {
        var name = request.GetType().Name;
        var operation = name.EndsWith("Request", StringComparison.Ordinal) ? name[..^"Request".Length] : name;
        return new NotSupportedException(
            $"The in-memory DynamoDB does not support {operation}. It supports GetItem, BatchGetItem, Query, Scan, "
            + "PutItem, UpdateItem, DeleteItem, BatchWriteItem, TransactWriteItems, TransactGetItems, CreateTable, "
            + "DescribeTable, UpdateTable (streams, deletion protection), DeleteTable, ListTables, UpdateTimeToLive, "
            + "DescribeTimeToLive, UpdateContinuousBackups, DescribeContinuousBackups and ListTagsOfResource. "
            + "Test against DynamoDB Local what needs more.");
    }
}
