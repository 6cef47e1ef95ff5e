using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>
/// What requests cost by DynamoDB's price list: a read unit for each 4 KB, half of it if eventually consistent; a write unit
/// for each KB of the larger of the items before and after, also of a write that is refused; twice that in transactions.
/// </summary>
internal sealed class RequestCost(Database database)
{
    /// <summary>The write units of the items as they are before a request.</summary>
    public double Before(AmazonWebServiceRequest request) => WriteUnits(request);

    public void Count(
        RequestCounts counts, string worker, AmazonWebServiceRequest request, AmazonWebServiceResponse? response, double before)
    {
        var place = PlaceOf(request);
        var operation = RequestText.Operation(request);
        counts.Add(worker, operation, place, response is null ? 0 : ReadUnits(request, response), Math.Max(before, WriteUnits(request)));
    }

    private double WriteUnits(AmazonWebServiceRequest request) => request switch
    {
        UpdateItemRequest r => Units(r.TableName, r.Key),
        PutItemRequest r => Units(r.TableName, r.Item),
        DeleteItemRequest r => Units(r.TableName, r.Key),
        TransactWriteItemsRequest r => r.TransactItems.Sum(Units) * 2,
        _ => 0,
    };

    private double Units(TransactWriteItem item) => item switch
    {
        { Update: { } u } => Units(u.TableName, u.Key),
        { Put: { } p } => Units(p.TableName, p.Item),
        { Delete: { } d } => Units(d.TableName, d.Key),
        { ConditionCheck: { } c } => Units(c.TableName, c.Key),
        _ => 0,
    };

    private double Units(string tableName, Dictionary<string, AttributeValue> attributes)
    {
        if (database.FindTable(tableName) is not { } table)
        {
            return 0;
        }

        var key = AttributeValues.Read(table.Schema.Keys.Names.ToDictionary(static name => name, name => attributes[name]));
        return Steps(table.Find(table.Schema.Keys.OfKey(key))?.ItemSize ?? 0, 1024);
    }

    private static double ReadUnits(AmazonWebServiceRequest request, AmazonWebServiceResponse response) => (request, response) switch
    {
        (GetItemRequest r, GetItemResponse a) => Steps(Size(a.Item), 4096) * Share(r.ConsistentRead),
        (QueryRequest r, QueryResponse a) => Steps((a.Items ?? []).Sum(Size), 4096) * Share(r.ConsistentRead),
        (BatchGetItemRequest r, BatchGetItemResponse a) => a.Responses.Sum(table =>
            table.Value.Sum(item => Steps(Size(item), 4096)) * Share(r.RequestItems[table.Key].ConsistentRead)),
        _ => 0,
    };

    private static double Share(bool? isConsistent) => isConsistent == true ? 1 : 0.5;

    // Without making values of it: this is counted for every row that is read.
    private static int Size(Dictionary<string, AttributeValue>? item)
    {
        var size = 0;
        foreach (var (name, value) in item ?? [])
        {
            size += name.Length + (value.S?.Length ?? (value.N is { } number ? (number.Length / 2) + 1 : value.SS?.Sum(static text => text.Length) ?? 1));
        }

        return size;
    }

    private static double Steps(int size, int step) => Math.Max(1, (size + step - 1) / step);

    private static string PlaceOf(AmazonWebServiceRequest request) => request switch
    {
        UpdateItemRequest r => r.TableName,
        PutItemRequest r => r.TableName,
        DeleteItemRequest r => r.TableName,
        GetItemRequest r => r.TableName,
        QueryRequest r => r.TableName,
        BatchGetItemRequest r => r.RequestItems.Keys.FirstOrDefault() ?? "",
        TransactWriteItemsRequest r => r.TransactItems[0] switch
        {
            { Update: { } u } => u.TableName,
            { Put: { } p } => p.TableName,
            { Delete: { } d } => d.TableName,
            { ConditionCheck: { } c } => c.TableName,
            _ => "",
        },
        DescribeTableRequest r => r.TableName,
        CreateTableRequest r => r.TableName,
        _ => "",
    };
}
