using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers;

/// <summary>Puts middleware around the calls of handlers.</summary>
public static class MiddlewareExtensions
{
    /// <summary>
    /// Puts middleware around every call of a handler, inside of what earlier calls have put there: the first is the
    /// outermost. Adds it as a scoped service, unless the service collection has it already.
    /// </summary>
    /// <typeparam name="TMiddleware">The middleware.</typeparam>
    /// <param name="builder">The worker.</param>
    /// <returns>The same builder.</returns>
    public static IDynamoHandlersBuilder UseMiddleware<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>(
        this IDynamoHandlersBuilder builder)
        where TMiddleware : class, IChangeMiddleware
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<TMiddleware>();
        builder.Services.AddSingleton(new Dispatching.Middleware.MiddlewareRegistration(
            static services => services.GetRequiredService<TMiddleware>()));
        return builder;
    }
}
