using System.Text;
using DynamoHandlers.Images;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>What handlers get of a record.</summary>
internal static class RecordChange
{
    public static ChangeContext CreateContext(in StreamRecord record, DeliverySource source, int attempt) => new()
    {
        EventId = record.EventId,
        Kind = record.Kind,
        SequenceNumber = record.SequenceNumber.ToString(),
        ShardId = source.ShardId,
        StreamArn = source.StreamArn,
        TableName = source.TableName,
        CreatedAt = record.CreatedAt,
        SizeBytes = record.SizeBytes,
        UserIdentity = record.UserIdentity,
        Attempt = attempt,
        WorkerId = source.WorkerId,
        Keys = Encoding.UTF8.GetString(record.Keys),
    };

    /// <exception cref="MappingException">An image cannot be read as the entity.</exception>
    public static Change<T> Create<T>(in StreamRecord record, ImageMapper<T> mapper, ChangeContext context)
    {
        var change = record.Kind switch
        {
            ChangeKind.Insert => Change.Insert(mapper(record.NewImage), context),
            ChangeKind.Modify => Change.Modify(mapper(record.OldImage), mapper(record.NewImage), context),
            _ => Change.Remove(mapper(record.OldImage), context),
        };
        change.Images = record;
        return change;
    }
}
