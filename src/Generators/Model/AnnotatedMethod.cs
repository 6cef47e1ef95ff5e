namespace DynamoHandlers.Generators.Model;

/// <summary>What one method with handler annotations of one kind gives.</summary>
/// <param name="Handlers">Its handlers that can be generated.</param>
/// <param name="Entities">The types for which they need mappers.</param>
internal sealed record AnnotatedMethod(EquatableArray<HandlerModel> Handlers, EquatableArray<EntityModel> Entities);
