using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>
/// Creates, describes, changes and deletes tables. All of it takes effect at once: a table is never CREATING.
/// </summary>
internal sealed class TableOperations(Database database)
{
    public CreateTableResponse Create(CreateTableRequest request)
    {
        var schema = SchemaReader.Read(request);
        if (database.FindTable(schema.Name) is not null)
        {
            throw Errors.InUse($"Table already exists: {schema.Name}");
        }

        var viewType = request.StreamSpecification is { StreamEnabled: true } stream
            ? StreamNames.ViewTypeOf(stream.StreamViewType)
            : (Wire.StreamViewType?)null;
        var table = new Table(schema, database.Time.GetUtcNow())
        {
            IsProtected = request.DeletionProtectionEnabled == true,
            Tags = [.. request.Tags ?? []],
        };
        database.Add(table);
        if (viewType is { } images)
        {
            database.EnableStream(table, images);
        }

        return new CreateTableResponse { TableDescription = TableDescriber.Describe(table) };
    }

    public DescribeTableResponse Describe(DescribeTableRequest request) =>
        new() { Table = TableDescriber.Describe(Get(request.TableName)) };

    public UpdateTableResponse Update(UpdateTableRequest request)
    {
        var table = Get(request.TableName);
        if (request.GlobalSecondaryIndexUpdates is { Count: > 0 } || request.ReplicaUpdates is { Count: > 0 })
        {
            throw new NotSupportedException(
                "The in-memory UpdateTable changes only the stream and the deletion protection. Declare indexes when creating the table.");
        }

        table.IsProtected = request.DeletionProtectionEnabled ?? table.IsProtected;
        if (request.StreamSpecification is { } stream)
        {
            UpdateStream(table, stream);
        }

        return new UpdateTableResponse { TableDescription = TableDescriber.Describe(table) };
    }

    public DeleteTableResponse Delete(DeleteTableRequest request)
    {
        var table = Get(request.TableName);
        if (table.IsProtected)
        {
            throw Errors.Validation(
                "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
        }

        var description = TableDescriber.Describe(table);
        description.TableStatus = TableStatus.DELETING;
        database.Remove(table);
        return new DeleteTableResponse { TableDescription = description };
    }

    public ListTablesResponse List(ListTablesRequest request)
    {
        var names = database.Tables
            .Select(static table => table.Schema.Name)
            .Where(name => request.ExclusiveStartTableName is not { } start || string.CompareOrdinal(name, start) > 0)
            .ToList();
        var page = names.Take(request.Limit ?? 100).ToList();
        return new ListTablesResponse
        {
            TableNames = page,
            LastEvaluatedTableName = page.Count < names.Count ? page[^1] : null,
        };
    }

    public UpdateTimeToLiveResponse UpdateTimeToLive(UpdateTimeToLiveRequest request)
    {
        var table = Get(request.TableName);
        var specification = request.TimeToLiveSpecification;
        var enable = specification?.Enabled == true;
        if (enable == table.TimeToLiveAttribute is not null)
        {
            throw Errors.Validation($"TimeToLive is already {(enable ? "enabled" : "disabled")}");
        }

        table.TimeToLiveAttribute = enable ? specification!.AttributeName : null;
        return new UpdateTimeToLiveResponse { TimeToLiveSpecification = specification };
    }

    public DescribeTimeToLiveResponse DescribeTimeToLive(DescribeTimeToLiveRequest request)
    {
        var attribute = Get(request.TableName).TimeToLiveAttribute;
        return new DescribeTimeToLiveResponse
        {
            TimeToLiveDescription = new TimeToLiveDescription
            {
                AttributeName = attribute,
                TimeToLiveStatus = attribute is null ? TimeToLiveStatus.DISABLED : TimeToLiveStatus.ENABLED,
            },
        };
    }

    /// <summary>Removes, as the service's background sweep does, what has expired.</summary>
    public int ExpireItems()
    {
        var now = database.Time.GetUtcNow().ToUnixTimeSeconds();
        var removed = 0;
        foreach (var table in database.Tables.Where(static table => table.TimeToLiveAttribute is not null))
        {
            foreach (var item in table.Items.Where(item => IsExpired(item[table.TimeToLiveAttribute!], now)).ToList())
            {
                table.Write(table.Schema.Keys.OfItem(item), null, new UserIdentity("Service", "dynamodb.amazonaws.com"));
                removed++;
            }
        }

        return removed;
    }

    // The service leaves alone what expired more than five years ago: more likely a mistake than a time.
    private static bool IsExpired(Value? expiry, long now) =>
        expiry is NumberValue number
        && number.Number.ToWholeSeconds() is { } seconds
        && seconds < now
        && seconds > now - (5 * 365 * 24 * 60 * 60L);

    private void UpdateStream(Table table, StreamSpecification specification)
    {
        var isEnabled = table.Stream is { IsEnabled: true };
        if (specification.StreamEnabled == isEnabled)
        {
            throw Errors.Validation(isEnabled
                ? $"Table already has an enabled stream: TableName: {table.Schema.Name}"
                : $"Table is already in the desired state: its stream is disabled: TableName: {table.Schema.Name}");
        }

        if (isEnabled)
        {
            table.Stream!.Disable();
        }
        else
        {
            database.EnableStream(table, StreamNames.ViewTypeOf(specification.StreamViewType));
        }
    }

    private Table Get(string name)
    {
        try
        {
            return database.GetTable(name);
        }
        catch (ResourceNotFoundException)
        {
            throw Errors.NoTable(name);
        }
    }
}
