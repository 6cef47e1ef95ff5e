namespace DynamoHandlers.Leasing.Assigning;

/// <summary>A worker, as far as the distribution of leases depends on it.</summary>
/// <param name="Identity">The worker.</param>
/// <param name="Capacity">The most leases that it takes.</param>
/// <param name="Streams">The streams that it handles: it has no handlers for others.</param>
internal sealed record Seat(string Identity, int Capacity, IReadOnlySet<StreamKey> Streams);

/// <summary>A lease to be distributed.</summary>
/// <param name="Key">The lease.</param>
/// <param name="Owner">The worker that has it; null if it is free, or its owner is none of the workers.</param>
internal readonly record struct Share(LeaseKey Key, string? Owner);
