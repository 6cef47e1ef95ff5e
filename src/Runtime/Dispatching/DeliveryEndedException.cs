namespace DynamoHandlers.Dispatching;

/// <summary>
/// No handler may be called any more: the lease is lost. Not a failure of the handler, and ahead of the cancellation that
/// the loss brings, which reaches linked tokens a moment later.
/// </summary>
internal sealed class DeliveryEndedException() : OperationCanceledException("The lease is held no more.");
