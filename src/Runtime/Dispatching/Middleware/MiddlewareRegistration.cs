namespace DynamoHandlers.Dispatching.Middleware;

/// <summary>A middleware of the application's, in the order of registration.</summary>
/// <param name="Get">Gets it from the service scope of a call.</param>
internal sealed record MiddlewareRegistration(Func<IServiceProvider, IChangeMiddleware> Get);
