using DynamoHandlers;
using Microsoft.Extensions.DependencyInjection;

namespace WorkerProcess;

/// <summary>Writes a line for each change of six tables.</summary>
[Handler(Lifetime = ServiceLifetime.Singleton)]
public sealed class FleetJournal(JournalFile file)
{
    [OnChange<Counter1>]
    public void First(Change<Counter1> change) => file.Write(change);

    [OnChange<Counter2>]
    public void Second(Change<Counter2> change) => file.Write(change);

    [OnChange<Counter3>]
    public void Third(Change<Counter3> change) => file.Write(change);

    [OnChange<Counter4>]
    public void Fourth(Change<Counter4> change) => file.Write(change);

    [OnChange<Counter5>]
    public void Fifth(Change<Counter5> change) => file.Write(change);

    [OnChange<Counter6>]
    public void Sixth(Change<Counter6> change) => file.Write(change);
}
