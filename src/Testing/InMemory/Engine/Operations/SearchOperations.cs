using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Expressions;
using DynamoHandlers.Testing.InMemory.Expressions.Legacy;
using DynamoHandlers.Testing.InMemory.Expressions.Syntax;
using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Query and Scan, of tables and of their indexes.</summary>
internal sealed class SearchOperations(Database database)
{
    public QueryResponse Query(QueryRequest request)
    {
        ExpressionMix.ThrowIfMixed(
            [
                ("KeyConditionExpression", request.KeyConditionExpression),
                ("FilterExpression", request.FilterExpression),
                ("ProjectionExpression", request.ProjectionExpression),
            ],
            [
                ("KeyConditions", request.KeyConditions),
                ("QueryFilter", request.QueryFilter),
                ("AttributesToGet", request.AttributesToGet),
                ("ConditionalOperator", request.ConditionalOperator),
            ]);
        var source = SearchSource.Of(database.GetTable(request.TableName), request.IndexName, request.ConsistentRead);
        var scope = new ExpressionScope(
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            request.KeyConditionExpression,
            request.FilterExpression,
            request.ProjectionExpression);
        var condition = request.KeyConditionExpression is { } expression
            ? ConditionParser.Parse(expression, ExpressionKind.KeyConditionExpression, scope)
            : LegacyConditions.Read(request.KeyConditions, null);
        if (condition is null)
        {
            throw Errors.Validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }

        var filter = ReadFilter(request.FilterExpression, scope)
            ?? LegacyConditions.Read(request.QueryFilter, request.ConditionalOperator);
        var view = ItemView.Read(request.ProjectionExpression, request.AttributesToGet, scope);
        scope.ThrowIfUnused();
        if (filter?.Paths.FirstOrDefault(path => source.Keys.Has(path.Root)) is { } onKey)
        {
            throw Errors.Validation(
                $"Filter Expression can only contain non-primary key attributes: Primary key attribute: {onKey.Root}");
        }

        var page = source.Read(
            source.Find(KeyCondition.Of(condition, source.Keys)),
            new PageRequest(filter, request.ExclusiveStartKey, request.Limit, request.ScanIndexForward ?? true));
        return new QueryResponse
        {
            Items = source.Show(page, view, request.Select),
            Count = page.Matches.Count,
            ScannedCount = page.Scanned,
            LastEvaluatedKey = source.WriteKey(page.Last),
        };
    }

    public ScanResponse Scan(ScanRequest request)
    {
        ExpressionMix.ThrowIfMixed(
            [("FilterExpression", request.FilterExpression), ("ProjectionExpression", request.ProjectionExpression)],
            [
                ("ScanFilter", request.ScanFilter),
                ("AttributesToGet", request.AttributesToGet),
                ("ConditionalOperator", request.ConditionalOperator),
            ]);
        var source = SearchSource.Of(database.GetTable(request.TableName), request.IndexName, request.ConsistentRead);
        var scope = new ExpressionScope(
            request.ExpressionAttributeNames,
            request.ExpressionAttributeValues,
            request.FilterExpression,
            request.ProjectionExpression);
        var filter = ReadFilter(request.FilterExpression, scope)
            ?? LegacyConditions.Read(request.ScanFilter, request.ConditionalOperator);
        var view = ItemView.Read(request.ProjectionExpression, request.AttributesToGet, scope);
        scope.ThrowIfUnused();
        RequireSegment(request.Segment, request.TotalSegments);

        var segments = (ulong)(request.TotalSegments ?? 1);
        var items = source.All().Where(item =>
            HashRange.Hash(item[source.Keys.Partition.Name]!) % segments == (ulong)(request.Segment ?? 0));
        var page = source.Read(items, new PageRequest(filter, request.ExclusiveStartKey, request.Limit, Forward: true));
        return new ScanResponse
        {
            Items = source.Show(page, view, request.Select),
            Count = page.Matches.Count,
            ScannedCount = page.Scanned,
            LastEvaluatedKey = source.WriteKey(page.Last),
        };
    }

    private static ItemCondition? ReadFilter(string? expression, ExpressionScope scope) =>
        expression is null ? null : ConditionParser.Parse(expression, ExpressionKind.FilterExpression, scope);

    private static void RequireSegment(int? segment, int? total)
    {
        if (segment is null != total is null)
        {
            throw Errors.Validation(
                "The TotalSegments parameter is required but was not present in the request when Segment parameter "
                + "is present");
        }

        if (segment < 0 || segment >= total)
        {
            throw Errors.Validation(
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: "
                + $"{segment} is not less than TotalSegments: {total}");
        }
    }
}
