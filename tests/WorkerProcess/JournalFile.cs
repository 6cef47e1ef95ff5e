using System.Diagnostics;
using DynamoHandlers;

namespace WorkerProcess;

/// <summary>
/// A file of lines "time worker shard sequence-number key old new". The time is the machine's monotonic clock, so that
/// the lines of several processes can be put in order.
/// </summary>
public sealed class JournalFile(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };
    private readonly Lock _gate = new();

    public void Write<T>(Change<T> change)
        where T : CountedItem => Write(
            change.Context,
            change.HasNew ? change.New.Id : change.Old.Id,
            change.HasOld ? $"{change.Old.Version}" : "-",
            change.HasNew ? $"{change.New.Version}" : "-");

    public void Write(ChangeContext context, string key, string old, string @new)
    {
        lock (_gate)
        {
            _writer.WriteLine(
                $"{Stopwatch.GetTimestamp()} {context.WorkerId} {context.ShardId} {context.SequenceNumber} {key} {old} {@new}");
        }
    }

    public void Dispose() => _writer.Dispose();
}
