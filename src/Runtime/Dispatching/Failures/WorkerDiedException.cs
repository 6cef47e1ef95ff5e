namespace DynamoHandlers.Dispatching.Failures;

/// <summary>Workers have died in the middle of a record, whose handlers are therefore called no more.</summary>
internal sealed class WorkerDiedException(string sequenceNumber, long deaths)
    : Exception($"{deaths} workers have died in the middle of record {sequenceNumber}: its handlers end or hang the process.");
