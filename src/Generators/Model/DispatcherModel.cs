namespace DynamoHandlers.Generators.Model;

/// <summary>A dispatcher to write.</summary>
/// <param name="Class">The handler class.</param>
/// <param name="Handlers">Its handlers, in the order of the source.</param>
internal sealed record DispatcherModel(HandlerClassModel Class, EquatableArray<HandlerModel> Handlers);
