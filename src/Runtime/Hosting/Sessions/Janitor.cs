namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Deletes the rows of workers that are gone, each an hour after it was first seen so and once no lease names it: each
/// start of a worker leaves one. Not thread-safe.
/// </summary>
internal sealed class Janitor(WorkerServices services)
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private readonly Dictionary<string, long> _goneSince = new(StringComparer.Ordinal);

    public async ValueTask SweepAsync(IEnumerable<string> gone, CancellationToken cancellationToken)
    {
        var due = gone.Where(IsDue).ToList();
        if (due.Count == 0)
        {
            return;
        }

        // If this fails, the next attempt is as long away as the first was.
        due.ForEach(identity => _goneSince[identity] = services.Clock.GetTimestamp());
        var leases = await services.Leases.ReadAllAsync(consistent: true, cancellationToken).ConfigureAwait(false);
        var owners = leases.Select(static lease => lease.Owner).ToHashSet(StringComparer.Ordinal);
        foreach (var identity in due.Where(identity => !owners.Contains(identity)))
        {
            await services.Notices.ForgetAsync(identity, cancellationToken).ConfigureAwait(false);
            await services.Workers.ForgetAsync(identity, cancellationToken).ConfigureAwait(false);
            _goneSince.Remove(identity);
        }
    }

    private bool IsDue(string identity) =>
        !_goneSince.TryAdd(identity, services.Clock.GetTimestamp())
        && services.Clock.GetElapsedTime(_goneSince[identity]) >= Retention;
}
