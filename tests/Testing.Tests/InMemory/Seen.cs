using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Tests.InMemory;

/// <summary>A copy of a record that outlives its page.</summary>
internal sealed record Seen(
    ChangeKind Kind,
    string EventId,
    SequenceNumber Sequence,
    DateTimeOffset CreatedAt,
    long Size,
    UserIdentity? Identity,
    string Keys,
    string Old,
    string New)
{
    public static Seen Of(StreamRecord record) => new(
        record.Kind,
        record.EventId,
        record.SequenceNumber,
        record.CreatedAt,
        record.SizeBytes,
        record.UserIdentity,
        Encoding.UTF8.GetString(record.Keys),
        Encoding.UTF8.GetString(record.OldImage),
        Encoding.UTF8.GetString(record.NewImage));
}
