using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Assigning;
using DynamoHandlers.Runtime.Tests.Images;

namespace DynamoHandlers.Runtime.Tests.Leasing.Assigning;

/// <summary>How leases are distributed: evenly, with as few moves as possible, and the same at every stage of a plan.</summary>
public sealed class AssignmentTests
{
    private static readonly StreamKey Orders = new("Orders", "2026");
    private static readonly StreamKey Mails = new("Mails", "2026");

    [Fact]
    public void All_leases_go_to_a_single_worker() =>
        Assert.Equal(5, Counts(Assignment.Make([Worker("a")], Leases(5)), Leases(5))["a"]);

    [Fact]
    public void Without_workers_nothing_is_placed()
    {
        var assignment = Assignment.Make([], Leases(3));
        Assert.Equal(0, assignment.Unplaced);
        Assert.Empty(assignment.Moves);
    }

    [Fact]
    public void What_capacities_do_not_hold_stays_unplaced()
    {
        var leases = Leases(10);
        var assignment = Assignment.Make([Worker("a", 3), Worker("b", 4)], leases);
        Assert.Equal(3, assignment.Unplaced);
        Assert.Equal(new() { ["a"] = 3, ["b"] = 4 }, Counts(assignment, leases));
    }

    [Fact]
    public void A_worker_never_gets_a_stream_that_it_does_not_handle()
    {
        var leases = Leases(8).Concat(Leases(8, Mails)).ToArray();
        var old = new Seat("old", int.MaxValue, new HashSet<StreamKey> { Orders });
        var assignment = Assignment.Make([old, Worker("new", streams: [Orders, Mails])], leases);
        Assert.All(leases, lease => Assert.True(lease.Key.Stream == Orders || assignment.OwnerOf(lease.Key) == "new"));

        // What only one of them can do counts as its load.
        Assert.Equal(new() { ["old"] = 8, ["new"] = 8 }, Counts(assignment, leases));
    }

    [Fact]
    public void A_joining_worker_gets_its_share_and_no_other_lease_moves()
    {
        var workers = Enumerable.Range(0, 10).Select(i => Worker($"w{i}")).ToArray();
        var leases = Carry(Leases(1000), Assignment.Make(workers, Leases(1000)));
        var assignment = Assignment.Make([.. workers, Worker("late")], leases);
        Assert.InRange(assignment.Moves.Count, 90, 91);
        Assert.All(assignment.Moves, static move => Assert.Equal("late", move.To));
    }

    [Fact]
    public void Counts_differ_by_at_most_one() => ForRandom(static random =>
    {
        var workers = RandomWorkers(random);
        var leases = RandomLeases(random, workers);
        var assignment = Assignment.Make(workers, leases);
        var counts = Counts(assignment, leases);
        var all = workers.Select(worker => counts.GetValueOrDefault(worker.Identity)).ToArray();
        Assert.True(all.Max() - all.Min() <= 1, string.Join(' ', all));
        Assert.Equal(leases.Length, all.Sum());
    });

    [Fact]
    public void Capacities_are_kept_and_below_them_counts_differ_by_at_most_one() => ForRandom(static random =>
    {
        var workers = WithCapacities(random, RandomWorkers(random));
        var leases = Array.ConvertAll(RandomLeases(random, workers), static lease => lease with { Owner = null });
        var assignment = Assignment.Make(workers, leases);
        var counts = Counts(assignment, leases);
        var most = workers.Max(worker => counts.GetValueOrDefault(worker.Identity));
        Assert.All(workers, worker =>
        {
            var count = counts.GetValueOrDefault(worker.Identity);
            Assert.True(count <= worker.Capacity);
            Assert.True(count == worker.Capacity || count >= most - 1, $"{worker.Identity} has {count}, another {most}");
        });
        Assert.Equal(Math.Max(0, leases.Length - workers.Sum(static worker => (long)worker.Capacity)), assignment.Unplaced);
    });

    [Fact]
    public void As_many_leases_as_an_even_distribution_allows_stay_where_they_are() => ForRandom(static random =>
    {
        var workers = RandomWorkers(random);
        var leases = RandomLeases(random, workers);
        var assignment = Assignment.Make(workers, leases);
        var (level, extras) = Math.DivRem(leases.Length, workers.Length);
        var held = Array.ConvertAll(workers, worker => leases.Count(lease => lease.Owner == worker.Identity));
        var best = held.Sum(count => Math.Min(count, level)) + Math.Min(extras, held.Count(count => count > level));
        Assert.Equal(best, leases.Count(lease => lease.Owner is not null && assignment.OwnerOf(lease.Key) == lease.Owner));
    });

    [Fact]
    public void While_any_part_of_a_plan_is_carried_out_the_plan_is_the_same() => ForRandom(static random =>
    {
        var workers = WithCapacities(random, RandomWorkers(random));
        var leases = RandomLeases(random, workers);
        var plan = Assignment.Make(workers, leases);
        var stage = Array.ConvertAll(leases, lease => random.Next(2) == 0 ? lease : Carry(lease, plan));
        random.Shuffle(stage);
        random.Shuffle(workers);
        var again = Assignment.Make(workers, stage);
        Assert.All(leases, lease => Assert.Equal(plan.OwnerOf(lease.Key), again.OwnerOf(lease.Key)));
    });

    [Fact]
    public void A_plan_that_is_carried_out_leaves_nothing_to_move() => ForRandom(static random =>
    {
        var workers = RandomWorkers(random)
            .Select((worker, i) => i % 2 == 0 ? worker : worker with { Streams = new HashSet<StreamKey> { Orders } }).ToArray();
        var leases = RandomLeases(random, workers, Orders, Mails);
        var carried = Carry(leases, Assignment.Make(workers, leases));
        Assert.Empty(Assignment.Make(workers, carried).Moves);
    });

    private static void ForRandom(Action<Random> property) =>
        Properties.ForAllSeeds(1000, seed => property(new Random(seed)));

    private static Seat[] RandomWorkers(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 9)).Select(i => Worker($"w{random.Next(1000)}-{i}"))];

    private static Seat[] WithCapacities(Random random, Seat[] workers) =>
        Array.ConvertAll(workers, worker => random.Next(3) == 0 ? worker with { Capacity = random.Next(0, 12) } : worker);

    private static Share[] RandomLeases(Random random, Seat[] workers, params StreamKey[] streams)
    {
        string?[] owners = [null, .. workers.Select(static worker => worker.Identity)];
        var favourite = owners[random.Next(owners.Length)];
        return
        [
            .. Enumerable.Range(0, random.Next(60)).Select(i => new Share(
                new(streams.Length == 0 ? Orders : streams[random.Next(streams.Length)], $"shard-{i}-{random.Next(1000)}"),
                random.Next(3) == 0 ? favourite : owners[random.Next(owners.Length)])),
        ];
    }

    private static Seat Worker(string identity, int capacity = int.MaxValue, StreamKey[]? streams = null) =>
        new(identity, capacity, (streams ?? [Orders, Mails]).ToHashSet());

    private static Share[] Leases(int count, StreamKey? stream = null) =>
        [.. Enumerable.Range(0, count).Select(i => new Share(new(stream ?? Orders, $"shard-{i}"), null))];

    private static Share[] Carry(Share[] leases, Assignment plan) => Array.ConvertAll(leases, lease => Carry(lease, plan));

    private static Share Carry(Share lease, Assignment plan) => lease with { Owner = plan.OwnerOf(lease.Key) };

    private static Dictionary<string, int> Counts(Assignment assignment, Share[] leases) => leases
        .Select(lease => assignment.OwnerOf(lease.Key)).OfType<string>()
        .GroupBy(static owner => owner).ToDictionary(static group => group.Key, static group => group.Count());
}
