using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;
using Polly;
using StreamViewType = DynamoHandlers.Wire.StreamViewType;

namespace DynamoHandlers.Hosting;

/// <summary>
/// Finds the stream of each table that handlers name, and checks before anything runs that it carries what they read.
/// </summary>
internal sealed partial class StreamLocator(
    IAmazonDynamoDB tables, IStreamClient streams, DynamoHandlersOptions options, ResiliencePipeline retry)
{
    /// <summary>The DynamoDB that is asked: a URL or a region.</summary>
    public string Place => options.Endpoint is { } endpoint
        ? endpoint.ToString()
        : tables.Config?.ServiceURL is { Length: > 0 } url ? url : $"region {tables.Config?.RegionEndpoint?.SystemName ?? "(none)"}";

    /// <exception cref="WorkerStartException">Something is missing; the message says what, for all tables at once.</exception>
    public async ValueTask<IReadOnlyList<StreamTarget>> LocateAsync(
        IReadOnlyCollection<HandlerDescriptor> handlers, CancellationToken cancellationToken)
    {
        if (handlers.Count == 0)
        {
            throw new WorkerStartException(
                "There are no handlers. Annotate methods with [OnInsert<T>], [OnModify<T>], [OnRemove<T>] or [OnChange<T>] "
                + "and add them with the generated services.AddDynamoHandlers(…).Add<Assembly>Handlers().");
        }

        var streams = new List<(StreamDescription Description, HandlerDescriptor[] Handlers, bool IsPinned)>();
        var errors = handlers.Select(FailureError).OfType<string>().ToList();
        foreach (var group in handlers.GroupBy(static handler => handler.Table, StringComparer.Ordinal))
        {
            try
            {
                var stream = await LocateAsync(group.Key, [.. group], cancellationToken).ConfigureAwait(false);
                streams.Add((stream, [.. group], IsArn(RealName(group.Key))));
            }
            catch (WorkerStartException e)
            {
                errors.Add(e.Message);
            }
        }

        // Two names in attributes may be mapped to one table: it is one stream all the same.
        var targets = streams.GroupBy(static stream => stream.Description.StreamArn, StringComparer.Ordinal)
            .Select(group => MakeTarget(
                group.First().Description,
                [.. handlers.Where(handler => group.Any(stream => stream.Handlers.Contains(handler)))],
                errors) with
            { IsPinned = group.All(static stream => stream.IsPinned) })
            .ToArray();
        return errors.Count == 0 ? targets : throw new WorkerStartException(string.Join(Environment.NewLine, errors));
    }

    private async ValueTask<StreamDescription> LocateAsync(
        string table, HandlerDescriptor[] handlers, CancellationToken cancellationToken)
    {
        var streamArn = await FindStreamAsync(table, handlers, cancellationToken).ConfigureAwait(false);
        return await DescribeAsync(table, streamArn, cancellationToken).ConfigureAwait(false) with { StreamArn = streamArn };
    }

    private StreamTarget MakeTarget(StreamDescription stream, HandlerDescriptor[] handlers, List<string> errors)
    {
        if (handlers.Length > 1 && Array.Find(handlers, static handler => handler.Processor is not null) is { } processor)
        {
            errors.Add(
                $"The processor {processor.Name} takes all records of table '{stream.TableName}', and so would: "
                + $"{string.Join(", ", handlers.Where(handler => handler != processor).Select(static handler => handler.Name))}. "
                + "A table has either one processor or handlers.");
        }

        var patterns = handlers.Select(static handler => handler.Pattern).ToArray();
        var partitionKey = stream.PartitionKey ?? patterns.Select(static p => p?.PartitionKey).FirstOrDefault(static k => k is not null);
        var sortKey = stream.SortKey ?? patterns.Select(static p => p?.SortKey).FirstOrDefault(static k => k is not null);
        errors.AddRange(RoutingCheck.Errors(
            stream.TableName, handlers, partitionKey, sortKey, "Mend the prefixes in [StreamEntity]."));
        var routes = new HandlerRoutes(handlers, partitionKey, sortKey, options.TypeChange);
        errors.AddRange(ImageErrors(stream, handlers, RoutingCheck.Needs(routes, handlers, options.Unmatched, Carried(stream.ViewType))));
        return new(stream.TableName, stream.StreamArn, routes) { Handlers = handlers };
    }

    private string? FailureError(HandlerDescriptor handler) =>
        handler.Failure is not null && FailureRule.Of(handler.Failure, options.Failure).Error is { } error
            ? $"The failure policy of {handler.Name}, from [OnFailure] and DynamoHandlersOptions.Failure, is wrong: {error}."
            : null;

    private string RealName(string table) => options.Tables.TryGetValue(table, out var mapped) ? mapped : table;

    private static bool IsArn(string name) => name.StartsWith("arn:", StringComparison.Ordinal);

    private async ValueTask<string> FindStreamAsync(
        string table, HandlerDescriptor[] handlers, CancellationToken cancellationToken)
    {
        var name = RealName(table);
        if (IsArn(name))
        {
            return StreamKey.TryFromArn(name) is not null ? name : throw new WorkerStartException(
                $"DynamoHandlersOptions.Tables maps '{table}' to '{name}', which is not the ARN of a stream. Write a table's "
                + "name or its stream's ARN, arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL.");
        }

        var real = name == table ? $"'{name}'" : $"'{name}' (to which DynamoHandlersOptions.Tables maps '{table}')";
        TableDescription description;
        try
        {
            var response = await tables.DescribeTableAsync(new DescribeTableRequest(name), cancellationToken).ConfigureAwait(false);
            description = response.Table;
        }
        catch (ResourceNotFoundException e)
        {
            throw new WorkerStartException(
                $"The table {real} of handler {handlers[0].Name} does not exist in {Place}. Create it, mend the name in the "
                + "entity's attribute, or map it in DynamoHandlersOptions.Tables.",
                e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerStartException($"The table {real} cannot be described in {Place}: {e.Message}", e);
        }

        // What a stream that was disabled holds is to be handled, as long as the service keeps it.
        if (description.LatestStreamArn is { Length: > 0 } arn
            && (description.StreamSpecification?.StreamEnabled == true || await ExistsAsync(arn, cancellationToken).ConfigureAwait(false)))
        {
            return arn;
        }

        var wanted = Wanted(NeedsOfAll(handlers, description));
        throw new WorkerStartException(
            $"The table {real} of handler {handlers[0].Name} has no stream. Enable one with the view type {wanted}: "
            + $"aws dynamodb update-table --table-name {name} "
            + $"--stream-specification StreamEnabled=true,StreamViewType={wanted}");
    }

    // What handlers read, and what tells their entities apart: there is no stream yet that would say what it carries.
    private ImageNeeds NeedsOfAll(HandlerDescriptor[] handlers, TableDescription table)
    {
        var needs = Needs(handlers);
        var routes = new HandlerRoutes(handlers, KeyOf(table, KeyType.HASH), KeyOf(table, KeyType.RANGE));
        return needs | RoutingCheck.Needs(routes, handlers, options.Unmatched, carried: needs);
    }

    private static string? KeyOf(TableDescription table, KeyType type) =>
        table.KeySchema?.Find(key => key.KeyType == type)?.AttributeName;

    private async ValueTask<bool> ExistsAsync(string streamArn, CancellationToken cancellationToken)
    {
        try
        {
            await RequestAsync(streamArn, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            return false;
        }
    }

    private ValueTask<StreamDescription> RequestAsync(string streamArn, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(
            static (call, stop) => call.streams.DescribeStreamAsync(call.streamArn, null, null, stop),
            (streams, streamArn),
            cancellationToken);

    private async ValueTask<StreamDescription> DescribeAsync(
        string table, string streamArn, CancellationToken cancellationToken)
    {
        try
        {
            return await RequestAsync(streamArn, cancellationToken).ConfigureAwait(false);
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            throw new WorkerStartException($"The stream {streamArn} of table '{table}' does not exist in {Place}.", e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerStartException($"The stream {streamArn} of table '{table}' cannot be described: {e.Message}", e);
        }
    }

    private static IEnumerable<string> ImageErrors(StreamDescription stream, HandlerDescriptor[] handlers, ImageNeeds ofRouting)
    {
        var carried = Carried(stream.ViewType);
        var wanted = Wanted(Needs(handlers) | ofRouting);
        var view = $"The stream of table '{stream.TableName}' has the view type {Text(stream.ViewType)}, which does not carry";
        var remedy = "A stream's view type cannot be changed: disable the stream and enable it anew with "
            + $"StreamViewType={wanted}";
        var unserved = handlers.Where(handler => (handler.Needs & ~carried) != 0).ToArray();
        if (unserved.Length > 0)
        {
            var needs = string.Join(", ", unserved.Select(handler => $"{handler.Name} (reads the {Images(handler.Needs)})"));
            yield return $"{view} what these handlers read: {needs}. {remedy}, or let the handlers take less.";
        }

        if ((ofRouting & ~carried) != 0)
        {
            var entities = HandlerRoutes.Patterned(handlers).Where(static h => h.Pattern!.Discriminator is not null)
                .Select(static h => $"{h.Entity.Name} (by '{h.Pattern!.Discriminator}')").Distinct();
            yield return $"{view} the {Images(ofRouting)}, by which entities are told apart: {string.Join(", ", entities)}. "
                + $"{remedy}, or tell them apart by prefixes of their keys, which every record carries.";
        }
    }

    private static ImageNeeds Carried(StreamViewType viewType) => viewType switch
    {
        StreamViewType.NewAndOldImages => ImageNeeds.Old | ImageNeeds.New,
        StreamViewType.NewImage => ImageNeeds.New,
        StreamViewType.OldImage => ImageNeeds.Old,
        _ => ImageNeeds.None,
    };

    private static ImageNeeds Needs(IEnumerable<HandlerDescriptor> handlers) =>
        handlers.Aggregate(ImageNeeds.None, static (needs, handler) => needs | handler.Needs);

    private static string Wanted(ImageNeeds needs) => Text(needs switch
    {
        ImageNeeds.None => StreamViewType.KeysOnly,
        ImageNeeds.Old => StreamViewType.OldImage,
        ImageNeeds.New => StreamViewType.NewImage,
        _ => StreamViewType.NewAndOldImages,
    });

    private static string Images(ImageNeeds needs) => needs switch
    {
        ImageNeeds.Old => "old image",
        ImageNeeds.New => "new image",
        _ => "old and the new image",
    };

    private static string Text(StreamViewType viewType) => viewType switch
    {
        StreamViewType.KeysOnly => "KEYS_ONLY",
        StreamViewType.NewImage => "NEW_IMAGE",
        StreamViewType.OldImage => "OLD_IMAGE",
        _ => "NEW_AND_OLD_IMAGES",
    };
}
