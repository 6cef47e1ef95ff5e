using System.Diagnostics.CodeAnalysis;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers;

/// <summary>Has shards processed as they are, below handlers.</summary>
public static class ShardProcessorExtensions
{
    /// <summary>
    /// Has all records of a table's stream processed by a processor of the application's, instead of by handlers: a table
    /// has the one or the other. Adds the processor as a transient service, unless the service collection has it already;
    /// each run of a shard has an instance, from a service scope of its own.
    /// </summary>
    /// <typeparam name="TProcessor">The processor.</typeparam>
    /// <param name="builder">The worker.</param>
    /// <param name="table">The table's name, which <see cref="DynamoHandlersOptions.Tables"/> may map to another.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IDynamoHandlersBuilder AddShardProcessor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProcessor>(
        this IDynamoHandlersBuilder builder, string table)
        where TProcessor : class, IShardProcessor
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(table);
        builder.Services.TryAddTransient<TProcessor>();
        builder.Services.AddSingleton(new HandlerDescriptor
        {
            Name = typeof(TProcessor).FullName!,
            Table = table,
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Processor = static services => services.GetRequiredService<TProcessor>(),
        });
        return builder;
    }
}
