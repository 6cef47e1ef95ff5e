using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;
using DynamoHandlers.Testing.InMemory.Values;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Testing;

// Objects instead of items: they are written by the mapper that the generator made for the handlers' entity.
public sealed partial class HandlerHarness
{
    /// <summary>
    /// Feeds the insertion of an item that holds an entity. The item goes through filters, routes and mapping like any
    /// other: the handler gets an equal object, not this one. It gets the discriminator of the entity, if it lacks that.
    /// </summary>
    /// <typeparam name="T">The entity of a handler, or a type derived from it.</typeparam>
    /// <param name="entity">What is in the new item.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <returns>The names of the handlers that ran, in order, such as <c>Shop.OrderMails.Placed</c>.</returns>
    /// <exception cref="ArgumentException">
    /// There is no generated handler of the entity, or there are some for several tables.
    /// </exception>
    /// <exception cref="MappingException">
    /// DynamoDB would not store the entity, or a handler cannot read the item.
    /// </exception>
    public Task<IReadOnlyList<string>> InsertAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : notnull
    {
        var handler = WriterOf(entity);
        return FeedAsync(handler.Table, null, Write(handler, entity), identity: null, cancellationToken);
    }

    /// <summary>Feeds the modification of an item that holds an entity.</summary>
    /// <typeparam name="T">The entity of a handler, or a type derived from it.</typeparam>
    /// <param name="old">What was in the item before.</param>
    /// <param name="new">What is in it after.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <inheritdoc cref="InsertAsync{T}" path="/returns"/>
    /// <inheritdoc cref="InsertAsync{T}" path="/exception"/>
    public Task<IReadOnlyList<string>> ModifyAsync<T>(T old, T @new, CancellationToken cancellationToken = default)
        where T : notnull
    {
        var before = WriterOf(old);
        var after = WriterOf(@new);
        return FeedAsync(after.Table, Write(before, old), Write(after, @new), identity: null, cancellationToken);
    }

    /// <summary>Feeds the removal of an item that holds an entity.</summary>
    /// <typeparam name="T">The entity of a handler, or a type derived from it.</typeparam>
    /// <param name="last">What was in the item before it was removed.</param>
    /// <param name="cause">Who removed it: <see cref="RemoveCause.TimeToLive"/>, or a client for anything else.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <inheritdoc cref="InsertAsync{T}" path="/returns"/>
    /// <inheritdoc cref="InsertAsync{T}" path="/exception"/>
    public Task<IReadOnlyList<string>> RemoveAsync<T>(
        T last, RemoveCause cause = RemoveCause.User, CancellationToken cancellationToken = default)
        where T : notnull
    {
        var handler = WriterOf(last);
        return FeedAsync(handler.Table, Write(handler, last), null, IdentityOf(cause), cancellationToken);
    }

    private static MapValue Write(HandlerDescriptor handler, object entity)
    {
        var item = AttributeValues.Read(ImageItem.FromImage(handler.Writer!(entity)));
        if (handler.Pattern is not { Discriminator: { } name } || item[name] is not null)
        {
            return item;
        }

        // Entities seldom have the discriminator as a property; whoever stores them adds it.
        var type = new StringValue(handler.Pattern.Conditions.Value);
        return new(new Dictionary<string, Value>(item.Attributes) { [name] = type });
    }

    /// <summary>
    /// A handler that knows how the entity is written: one of the type as it is declared, else of the object's own, else
    /// of a type that it derives from.
    /// </summary>
    private HandlerDescriptor WriterOf<T>(T entity)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(entity);
        var known = _services.GetServices<HandlerDescriptor>().Where(static handler => handler.Writer is not null).ToList();
        var found = known.FindAll(static handler => handler.Entity == typeof(T));
        found = found.Count > 0 ? found : known.FindAll(handler => handler.Entity == entity.GetType());
        found = found.Count > 0 ? found : known.FindAll(handler => handler.Entity.IsInstanceOfType(entity));
        if (found.Count == 0)
        {
            throw new ArgumentException(
                $"No generated handler is for {entity.GetType()}. "
                    + WhatThereIs(known.Select(static handler => handler.Entity).Distinct().ToList()),
                nameof(entity));
        }

        var tables = found.Select(static handler => handler.Table).Distinct().ToList();
        return tables.Count == 1 ? found[0] : throw new ArgumentException(
            $"There are handlers for {entity.GetType()} in several tables: {string.Join(", ", tables)}. Feed an item, with "
                + "the table's name: the generated mapper makes it by ToItem.",
            nameof(entity));
    }
}
