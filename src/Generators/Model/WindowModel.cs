namespace DynamoHandlers.Generators.Model;

/// <summary>The windows that a handler is called for.</summary>
/// <param name="Seconds">How long they are.</param>
/// <param name="State">What is handed from one call to the next.</param>
internal sealed record WindowModel(int Seconds, StateModel State);
