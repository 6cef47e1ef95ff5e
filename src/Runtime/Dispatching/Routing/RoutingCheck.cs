namespace DynamoHandlers.Dispatching.Routing;

/// <summary>What keeps the records of a table from being routed; found before any arrives.</summary>
internal static class RoutingCheck
{
    /// <summary>What is wrong with the patterns, whatever the stream carries.</summary>
    /// <param name="table">The table, for the messages.</param>
    /// <param name="handlers">Its handlers.</param>
    /// <param name="partitionKey">The name of its partition key, if it is known.</param>
    /// <param name="sortKey">The name of its sort key likewise.</param>
    /// <param name="remedy">What to do about a key that is not known.</param>
    public static IEnumerable<string> Errors(
        string table, IEnumerable<HandlerDescriptor> handlers, string? partitionKey, string? sortKey, string remedy)
    {
        var entities = HandlerRoutes.Patterned(handlers).DistinctBy(static h => (h.Entity, h.Pattern!.Conditions)).ToArray();
        return entities.SelectMany(handler => ErrorsOf(handler))
            .Concat(Conflicts());

        IEnumerable<string> ErrorsOf(HandlerDescriptor handler)
        {
            var pattern = handler.Pattern!;
            if (pattern.Discriminator is null != pattern.DiscriminatorValue is null)
            {
                yield return $"The entity '{handler.Entity.Name}' of handler {handler.Name} has a discriminator without a "
                    + "value or a value without a discriminator.";
            }

            if ((pattern.KeyPrefix is not null && partitionKey is null) || (pattern.SortKeyPrefix is not null && sortKey is null))
            {
                var key = pattern.KeyPrefix is not null && partitionKey is null ? "partition" : "sort";
                yield return $"The entity '{handler.Entity.Name}' of handler {handler.Name} is told by the {key} key of table "
                    + $"'{table}', which has none or whose name is not known. {remedy}";
            }
        }

        IEnumerable<string> Conflicts() =>
            from first in entities
            from second in entities.SkipWhile(handler => handler != first).Skip(1)
            where first.Pattern!.Conditions.ConflictWith(second.Pattern!.Conditions)
            select $"An item of table '{table}' can be one of '{first.Entity.Name}' (handler {first.Name}) and of "
                + $"'{second.Entity.Name}' (handler {second.Name}) at once, and neither is the more specific: {Text(first)}; "
                + $"{Text(second)}. Give one a further condition in [StreamEntity].";
    }

    /// <summary>The images without which an entity's items cannot be told from others.</summary>
    /// <param name="routes">The routes of the table.</param>
    /// <param name="handlers">Its handlers.</param>
    /// <param name="unmatched">What is done with records that fit no entity.</param>
    /// <param name="carried">The images that the stream carries: either tells the type of a modified item.</param>
    public static ImageNeeds Needs(
        HandlerRoutes routes, IEnumerable<HandlerDescriptor> handlers, UnmatchedPolicy unmatched, ImageNeeds carried)
    {
        if (!routes.ReadsImages)
        {
            return ImageNeeds.None;
        }

        var kinds = unmatched == UnmatchedPolicy.Fail ? ChangeKinds.All : handlers
            .Where(static h => h.Pattern is not null || h.TakesUnmatched)
            .Aggregate(ChangeKinds.None, static (all, handler) => all | handler.Kinds);
        var needs = (kinds.HasFlag(ChangeKinds.Insert) ? ImageNeeds.New : ImageNeeds.None)
            | (kinds.HasFlag(ChangeKinds.Remove) ? ImageNeeds.Old : ImageNeeds.None);
        return kinds.HasFlag(ChangeKinds.Modify) && (needs | carried) == ImageNeeds.None ? needs | ImageNeeds.New : needs;
    }

    private static string Text(HandlerDescriptor handler)
    {
        var pattern = handler.Pattern!;
        var conditions = new (string Name, string? Value)[]
        {
            (pattern.Discriminator ?? "", pattern.DiscriminatorValue),
            ("partition key", pattern.KeyPrefix is { } key ? key + "*" : null),
            ("sort key", pattern.SortKeyPrefix is { } sort ? sort + "*" : null),
        };
        return $"{handler.Entity.Name} if " + string.Join(
            " and ", conditions.Where(static c => c.Value is not null).Select(static c => $"{c.Name} is '{c.Value}'"));
    }
}
