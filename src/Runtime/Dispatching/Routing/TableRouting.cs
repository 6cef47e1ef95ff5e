using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>A table's routes, with what is done about records that have none. Safe for concurrent use.</summary>
/// <param name="routes">The routes.</param>
/// <param name="policy">What to do with a record that fits no entity.</param>
/// <param name="unmatched">Takes note of such records.</param>
internal sealed class TableRouting(HandlerRoutes routes, UnmatchedPolicy policy, UnmatchedRecords unmatched)
{
    public HandlerRoutes Routes => routes;

    /// <summary>Finds where a record goes.</summary>
    /// <exception cref="UnmatchedRecordException">Nowhere, and the policy is to fail.</exception>
    /// <exception cref="Images.MappingException">The record is not DynamoDB's JSON.</exception>
    public RecordRoute Route(in StreamRecord record, string table)
    {
        var route = routes.Find(record);
        switch (route.Match)
        {
            case RouteMatch.TakenUnmatched:
                unmatched.Taken(table);
                break;
            case RouteMatch.Unmatched when policy == UnmatchedPolicy.Fail:
                throw new UnmatchedRecordException(table, Encoding.UTF8.GetString(record.Keys), routes.Entities);
            case RouteMatch.Unmatched:
                unmatched.Skipped(table, record);
                break;
        }

        return route;
    }
}
