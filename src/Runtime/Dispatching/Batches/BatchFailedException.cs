namespace DynamoHandlers.Dispatching.Batches;

/// <summary>A batch handler has returned a <see cref="BatchResult"/> with failed changes, and no reason.</summary>
internal sealed class BatchFailedException(string handler, int failed, int count)
    : Exception($"{handler} has returned a BatchResult by which {failed} of {count} changes failed, without a reason.");
