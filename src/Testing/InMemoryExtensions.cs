using Amazon.DynamoDBv2;
using DynamoHandlers.Testing;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers;

/// <summary>Runs a worker on an <see cref="InMemoryDynamoDb"/>.</summary>
public static class InMemoryExtensions
{
    /// <summary>
    /// Makes the worker, and whatever else asks the container for <see cref="IAmazonDynamoDB"/> or
    /// <see cref="IStreamClient"/>, use an in-memory database. Replaces what is registered, whichever came first.
    /// </summary>
    /// <param name="builder">The worker.</param>
    /// <param name="db">The database; who made it disposes it.</param>
    /// <returns>The same builder.</returns>
    public static IDynamoHandlersBuilder UseInMemory(this IDynamoHandlersBuilder builder, InMemoryDynamoDb db)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(db);
        builder.Services.Replace(ServiceDescriptor.Singleton(db.Client));
        builder.Services.Replace(ServiceDescriptor.Singleton(db.Streams));
        return builder;
    }
}
