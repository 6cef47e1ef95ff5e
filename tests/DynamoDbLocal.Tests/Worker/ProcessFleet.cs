namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>Worker processes of one application, with a journal each, and a look at their leases.</summary>
internal sealed class ProcessFleet(string application, LeaseWatch watch, params string[] options) : IDisposable
{
    private readonly List<(string Name, WorkerProcess Process, string Journal)> _members = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a process. What it is called, its identities begin with.</summary>
    public WorkerProcess Start(string name)
    {
        var journal = Path.GetTempFileName();
        var process = new WorkerProcess(
            journal,
            ["--handlers", "fleet", "--DynamoHandlers:Application", application, "--DynamoHandlers:WorkerId", name, .. options]);
        _members.Add((name, process, journal));
        return process;
    }

    /// <summary>What all processes have handled, in the order in which they did.</summary>
    public List<JournalLine> Lines() =>
        [.. _members.SelectMany(static member => JournalLine.ReadAll(member.Journal)).OrderBy(static line => line.Time)];

    /// <summary>What the process of that name has handled, in order.</summary>
    public List<JournalLine> LinesOf(string name) => JournalLine.ReadAll(_members.Single(member => member.Name == name).Journal);

    /// <summary>Waits until the process of each name holds so many leases.</summary>
    public Task UntilHeldAsync(params (string Name, int Leases)[] wanted) => UntilAsync(
        $"the leases are held by {string.Join(", ", wanted)}",
        () => wanted.All(want => watch.Leases.Values.Count(lease => IsOf(want.Name, lease.Owner)) == want.Leases));

    public async Task UntilAsync(string what, Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 900, $"Not within three minutes: {what}. {Describe()}");
            await Task.Delay(200, Stop);
        }
    }

    public static bool IsOf(string name, string? identity) => identity?.StartsWith($"{name}#", StringComparison.Ordinal) == true;

    public void Dispose()
    {
        foreach (var (_, process, journal) in _members)
        {
            process.Dispose();
            File.Delete(journal);
        }
    }

    /// <summary>The leases and what the processes wrote, for whoever looks for an error.</summary>
    private string Describe() => string.Join(
        '\n',
        [
            .. watch.Leases.Values.Select(static lease => $"{lease}"),
            .. _members.Select(static member => $"\n== {member.Name} wrote:\n{member.Process.Output}"),
        ]);
}
