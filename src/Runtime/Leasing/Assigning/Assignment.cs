namespace DynamoHandlers.Leasing.Assigning;

/// <summary>
/// Which worker is to have which lease: a pure function of the rows, which every worker computes for itself.
/// </summary>
/// <remarks>
/// <para>
/// <b>Even</b>: counts differ by at most one, apart from capacities and from streams that not every worker handles.
/// <b>Minimal</b>: as few leases as possible change hands. <b>Stable</b>: while any part of a plan has been carried out,
/// the plan is the same, so workers that see different stages of it do not undo each other's moves. The order of
/// workers and leases must therefore not depend on counts; it is that of a hash.
/// </para>
/// <para>
/// Leases whose streams are handled by the same workers are distributed together, those with the fewest workers first;
/// what they put upon a worker counts as load for the next.
/// </para>
/// </remarks>
internal sealed class Assignment
{
    private readonly Dictionary<LeaseKey, string?> _owners = [];
    private readonly Dictionary<string, int> _loads = new(StringComparer.Ordinal);

    private Assignment()
    {
    }

    /// <summary>How many leases find no worker, as the capacities of those that handle their stream are too small.</summary>
    public int Unplaced { get; private set; }

    /// <summary>The leases that change hands, in the order of the plan.</summary>
    public List<(LeaseKey Key, string? From, string To)> Moves { get; } = [];

    /// <summary>Who is to have a lease; null for nobody.</summary>
    public string? OwnerOf(LeaseKey key) => _owners.GetValueOrDefault(key);

    public static Assignment Make(IEnumerable<Seat> workers, IEnumerable<Share> leases)
    {
        var assignment = new Assignment();
        var seats = workers.OrderBy(static seat => Fnv1A.Hash(seat.Identity))
            .ThenBy(static seat => seat.Identity, StringComparer.Ordinal).ToArray();
        var groups = leases.GroupBy(static lease => lease.Key.Stream)
            .Select(stream => (Seats: EligibleFor(stream.Key, seats), Leases: stream))
            .GroupBy(static stream => string.Join('\n', stream.Seats.Select(static seat => seat.Identity)), StringComparer.Ordinal)
            .Select(static group => (group.First().Seats, Name: group.Key, Leases: group.SelectMany(static stream => stream.Leases)))
            .OrderBy(static group => group.Seats.Length)
            .ThenBy(static group => group.Name, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            assignment.Distribute(group.Seats, Ordered(group.Leases));
        }

        return assignment;
    }

    private static Seat[] EligibleFor(StreamKey stream, Seat[] seats) =>
        Array.FindAll(seats, seat => seat.Streams.Contains(stream));

    private static Share[] Ordered(IEnumerable<Share> leases) =>
    [
        .. leases.Select(static lease => (Lease: lease, Text: lease.Key.SortKey))
            .Select(static lease => (lease.Lease, lease.Text, Hash: Fnv1A.Hash(lease.Text)))
            .OrderBy(static lease => lease.Hash)
            .ThenBy(static lease => lease.Text, StringComparer.Ordinal)
            .Select(static lease => lease.Lease),
    ];

    private void Distribute(Seat[] seats, Share[] leases)
    {
        var held = Held(seats, leases);
        var quotas = Quotas(seats, leases.Length, held);
        var kept = new int[seats.Length];
        var index = Enumerable.Range(0, seats.Length)
            .ToDictionary(i => seats[i].Identity, static i => i, StringComparer.Ordinal);
        var pool = new List<Share>();
        foreach (var lease in leases)
        {
            if (lease.Owner is { } owner && index.TryGetValue(owner, out var i) && kept[i] < quotas[i])
            {
                kept[i]++;
                _owners[lease.Key] = owner;
            }
            else
            {
                pool.Add(lease);
            }
        }

        Place(seats, quotas, kept, pool);
        for (var i = 0; i < seats.Length; i++)
        {
            _loads[seats[i].Identity] = Load(seats[i]) + quotas[i];
        }
    }

    // The n-th lease of the pool gets the n-th slot: carrying out a move removes both, and leaves the others paired.
    private void Place(Seat[] seats, int[] quotas, int[] kept, List<Share> pool)
    {
        var worker = 0;
        foreach (var lease in pool)
        {
            while (worker < seats.Length && kept[worker] >= quotas[worker])
            {
                worker++;
            }

            if (worker == seats.Length)
            {
                // One that nobody else has room for stays where it is.
                _owners[lease.Key] = lease.Owner;
                Unplaced += lease.Owner is null && seats.Length > 0 ? 1 : 0;
                continue;
            }

            kept[worker]++;
            _owners[lease.Key] = seats[worker].Identity;
            Moves.Add((lease.Key, lease.Owner, seats[worker].Identity));
        }
    }

    private int[] Quotas(Seat[] seats, int count, int[] held)
    {
        var level = Level(seats, count);
        var quotas = Array.ConvertAll(seats, seat => Quota(seat, level));
        var extras = count - quotas.Sum();
        for (var holders = true; ; holders = false)
        {
            for (var i = 0; i < seats.Length && extras > 0; i++)
            {
                var takesOneMore = seats[i].Capacity > level && Load(seats[i]) <= level;
                if (takesOneMore && held[i] > Quota(seats[i], level) == holders)
                {
                    quotas[i]++;
                    extras--;
                }
            }

            if (!holders)
            {
                return quotas;
            }
        }
    }

    /// <summary>The highest level to which all workers can be filled, each up to its capacity.</summary>
    private int Level(Seat[] seats, int count)
    {
        var (low, high) = (0, count + seats.Select(Load).DefaultIfEmpty().Max());
        while (low < high)
        {
            var middle = (int)(((long)low + high + 1) / 2);
            var filled = seats.Sum(seat => (long)Quota(seat, middle));
            (low, high) = filled <= count ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private int Quota(Seat seat, int level) => Math.Max(0, Math.Min(seat.Capacity, level) - Load(seat));

    private int Load(Seat seat) => _loads.GetValueOrDefault(seat.Identity);

    private static int[] Held(Seat[] seats, Share[] leases)
    {
        var counts = leases.Where(static lease => lease.Owner is not null)
            .GroupBy(static lease => lease.Owner!, StringComparer.Ordinal)
            .ToDictionary(static owned => owned.Key, static owned => owned.Count(), StringComparer.Ordinal);
        return Array.ConvertAll(seats, seat => counts.GetValueOrDefault(seat.Identity));
    }
}
