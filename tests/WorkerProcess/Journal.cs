using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;

namespace WorkerProcess;

/// <summary>Writes a line for each change, so that nothing of what a killed process has handled is forgotten.</summary>
[Handler(Lifetime = ServiceLifetime.Singleton)]
public sealed class Journal(JournalFile file)
{
    [OnInsert<Counter>]
    public void Inserted(Counter counter, ChangeContext context) => file.Write(context, counter.Id, "-", $"{counter.Version}");

    [OnModify<Counter>]
    public void Modified(Counter before, Counter after, ChangeContext context) =>
        file.Write(context, after.Id, $"{before.Version}", $"{after.Version}");

    [OnRemove<Counter>]
    public void Removed(Counter last, ChangeContext context) => file.Write(context, last.Id, $"{last.Version}", "-");
}
