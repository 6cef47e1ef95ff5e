using Amazon.DynamoDBv2;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoHandlers.Testing.Tests.InMemory;

public sealed class UseInMemoryTests
{
    [Fact]
    public void The_database_wins_over_what_is_registered_before_and_after()
    {
        using var db = new InMemoryDynamoDb();
        using var other = new InMemoryDynamoDb();
        var builder = new Builder();
        builder.Services.AddSingleton(other.Client);

        Assert.Same(builder, builder.UseInMemory(db));
        builder.Services.TryAddSingleton(other.Streams);

        using var services = builder.Services.BuildServiceProvider();
        Assert.Same(db.Client, services.GetRequiredService<IAmazonDynamoDB>());
        Assert.Same(db.Streams, services.GetRequiredService<IStreamClient>());
    }

    private sealed class Builder : IDynamoHandlersBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();

        public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler) => throw new InvalidOperationException("Not called.");
    }
}
