using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing.Simulation;
using DynamoHandlers.Testing.Simulation.Network;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Simulator.Mutations;

/// <summary>
/// A variant of the worker that is broken on purpose: one rule of the lease protocol is left out. The simulation must notice
/// each of them, or its checks prove nothing.
/// </summary>
/// <param name="Name">How it is called on the command line.</param>
/// <param name="Rule">What is left out.</param>
/// <param name="Apply">Leaves it out.</param>
internal sealed record Mutation(string Name, string Rule, Action<SimulationCore> Apply)
{
    private const string Bury = "SET #st = :dead";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        // Conditions of writes, left out on the way to the table.
        Of("no-previous-checkpoint", "a commit compares the previous checkpoint", Without(" AND #cp = :prev")),
        Of("no-burial", "death is written before leases are taken", new UpdateLeftOut(static (update, condition) => update == Bury && IsBurial(condition))),
        Of("burial-of-the-living", "a burial compares the heartbeat", Without("#hb = :hb AND ", when: "#st <> :dead")),
        Of("beating-dead", "the dead do not beat", Without(" AND #st IN (:live, :leaving)")),
        Of("take-from-anybody", "a take compares owner and epoch", new ConditionLeftOut(static (update, condition) =>
            update.StartsWith("SET #owner = :me, #ep = :next", StringComparison.Ordinal) ? "#st = :open AND #gate = :open" : condition)),
        Of("gate-ignored", "a child starts after its parent", new ShownOtherwise(
            "L#", static (row, _) => row["gate"] = new("open"), Without(" AND #gate = :open"))),
        Of("gate-never-repaired", "a gate that stayed shut is opened by anybody", new UpdateLeftOut(static (update, _) => update == "SET #gate = :open")),
        Of("no-markers", "a lease that is deleted leaves a marker", new PartLeftOut(static (part, parts) =>
            part.Put is { } put && put.Item["pk"].S.StartsWith("R#", StringComparison.Ordinal) && parts.Exists(static other => other.Delete is not null))),
        Of("markers-ignored", "no lease is created beside a marker", new PartLeftOut(static (part, _) =>
            part.ConditionCheck is { } check && check.Key["pk"].S.StartsWith("R#", StringComparison.Ordinal))),
        new("own-lease-duration", "a worker is judged by its own lease duration", static core =>
            core.Interception = new ShownOtherwise("W", (row, reader) => row["ttl"] = DurationOf(core, reader) ?? row["ttl"])),
        new("streams-ignored", "a worker gets shards only of streams that it handles", static core =>
            core.Interception = new ShownOtherwise("W", (row, _) => row["streams"] = new() { SS = [.. core.Rows.Streams.Keys] })),
        Of("finish-without-lease", "children open only with the commit that finishes their parent", new PartLeftOut(static (part, parts) =>
            parts.Count > 1 && part.Update?.UpdateExpression.Contains("#children", StringComparison.Ordinal) == true)),
        Of("effect-without-checkpoint", "what a handler writes commits with the checkpoint", new PartLeftOut(static (part, parts) =>
            part.Update?.UpdateExpression.StartsWith("SET #cp", StringComparison.Ordinal) == true && parts.Exists(Totals.IsAddition))),
        Of("state-not-kept", "what is kept of a shard commits with the checkpoint", new PartLeftOut(static (part, _) =>
            part.Put?.Item["pk"].S.StartsWith("T#", StringComparison.Ordinal) == true)),

        // Decisions of the worker.
        Of("epoch-runs-twice", "a process runs an epoch once", new ProtocolRules { EpochRunsOnce = false }),
        Of("no-adoption", "a worker runs the leases that name it", new ProtocolRules { Adoption = false }),
        Of("fence-by-timer-only", "the clock is asked before each call and commit", new ProtocolRules { FenceAsksTheClock = false }),
        Of("runs-overlap", "a shard does not run while handlers of its last run are out", new ProtocolRules { OneRunAtATime = false }),
        Of("handover-before-drain", "a lease is handed over when its handlers have returned", new ProtocolRules { DrainBeforeHandover = false }),
        Of("done-before-handlers", "a checkpoint never passes an unfinished record", new ProtocolRules { DoneAfterHandlers = false }),
        Of("passed-by-any-descendant", "a shard without a lease is left out on evidence only", new ProtocolRules { PassedByEvidence = false }),
        Of("identity-reused", "an identity is never used twice", new ProtocolRules { FreshIdentity = false }),

        // Rewinds.
        Of("generation-without-waiting", "another generation begins when all workers have stopped", new ProtocolRules { WorkersStopBeforeRewind = false }),
        Of("rewind-without-epoch", "a rewind takes the next epoch", new UpdateChanged(static update =>
            update.Contains("#rewound", StringComparison.Ordinal) ? update.Replace("#ep = :next, ", "", StringComparison.Ordinal) : update)),
        Of("finish-without-rewind", "a shard that is to be rewound is not finished before", Without(" AND attribute_not_exists(#request)", when: "#owner = :me")),

        // The streams.
        new("latest-resolved-anew", "a start position is fixed once", static core => core.Positions = (shard, position) =>
            core.StartsAtLatest && position == ShardPosition.TrimHorizon && core.WasOpenAtStart(shard) ? ShardPosition.Latest : position),
    ];

    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Mutation Named(string name) => All.FirstOrDefault(mutation => mutation.Name == name)
        ?? throw new FormatException($"There is no mutation '{name}'. There are: {string.Join(", ", All.Select(static m => m.Name))}.");

    private static Mutation Of(string name, string rule, Interception interception) =>
        new(name, rule, core => core.Interception = interception);

    private static Mutation Of(string name, string rule, ProtocolRules rules) => new(name, rule, core => core.Rules = rules);

    private static AttributeValue? DurationOf(SimulationCore core, string worker) =>
        core.Members.FindLast(member => member.Name == worker) is { } reader
            ? new() { N = ((long)reader.Options.LeaseDuration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) }
            : null;

    private static ConditionLeftOut Without(string text, string when = "") => new((_, condition) =>
        condition?.Contains(when, StringComparison.Ordinal) == true ? condition.Replace(text, "", StringComparison.Ordinal) : condition);

    private static bool IsBurial(string? condition) => condition?.Contains("#hb = :hb", StringComparison.Ordinal) == true;
}
