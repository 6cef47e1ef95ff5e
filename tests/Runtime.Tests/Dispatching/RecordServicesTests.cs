using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.Dispatching;

public sealed class RecordServicesTests
{
    [Fact]
    public async Task Singletons_take_no_scope_and_others_one_until_the_record_ends()
    {
        var services = new ServiceCollection();
        services.AddSingleton<One>().AddScoped<Each>().AddTransient<Any>().AddKeyedScoped<Each>("key");
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var scopes = new CountedScopes(provider);
        var record = new RecordServices(scopes, new(services, provider));

        Assert.Same(provider.GetRequiredService<One>(), record.GetRequiredService<One>());
        await record.EndAsync();
        Assert.Equal(0, scopes.Made);

        var each = record.GetRequiredService<Each>();
        Assert.Same(each, record.GetRequiredService<Each>());
        Assert.NotSame(each, record.GetRequiredKeyedService<Each>("key"));
        Assert.NotSame(record.GetRequiredService<Any>(), record.GetRequiredService<Any>());
        Assert.Null(record.GetService<Uri>());
        Assert.Equal(1, scopes.Made);
        await record.EndAsync();
        Assert.True(each.IsDisposed);

        Assert.NotSame(each, record.GetRequiredService<Each>());
        Assert.Equal(2, scopes.Made);
        await record.EndAsync();
    }

    [Fact]
    public async Task The_last_registration_of_a_type_says_whether_it_is_a_singleton()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Each>().AddScoped<Each>();
        services.AddScoped<Any>().AddSingleton<Any>();
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var scopes = new CountedScopes(provider);
        var record = new RecordServices(scopes, new(services, provider));

        var each = record.GetRequiredService<Each>();
        await record.EndAsync();
        Assert.True(each.IsDisposed);
        Assert.Same(provider.GetRequiredService<Any>(), record.GetRequiredService<Any>());
        Assert.Equal(1, scopes.Made);
    }

    private sealed class One;

    private sealed class Any;

    private sealed class Each : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class CountedScopes(IServiceProvider provider) : IServiceScopeFactory
    {
        public int Made { get; private set; }

        public IServiceScope CreateScope()
        {
            Made++;
            return provider.GetRequiredService<IServiceScopeFactory>().CreateScope();
        }
    }
}
