using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers;

/// <summary>Keeps the leases elsewhere than the tables.</summary>
public static class LeaseTableExtensions
{
    /// <summary>The key of the client in the service collection.</summary>
    internal const string ClientKey = "DynamoHandlers.LeaseTable";

    /// <summary>
    /// Gives the lease table a client of its own: for another region, another account or other credentials than those of
    /// the tables. Replaces what an earlier call gave. <see cref="LeaseTableOptions.Endpoint"/> and
    /// <see cref="LeaseTableOptions.Region"/> go before it.
    /// </summary>
    /// <remarks>
    /// A transaction does not span regions and accounts, so handlers cannot commit their writes together with the
    /// checkpoint (exactly once) with such a client, which is said in the log when the worker starts.
    /// </remarks>
    /// <param name="builder">The worker.</param>
    /// <param name="client">Makes the client, once; the container disposes it.</param>
    /// <returns>The same builder.</returns>
    public static IDynamoHandlersBuilder UseLeaseTableClient(
        this IDynamoHandlersBuilder builder, Func<IServiceProvider, IAmazonDynamoDB> client)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        builder.Services.RemoveAllKeyed<IAmazonDynamoDB>(ClientKey);
        builder.Services.AddKeyedSingleton(ClientKey, (provider, _) => client(provider));
        return builder;
    }
}
