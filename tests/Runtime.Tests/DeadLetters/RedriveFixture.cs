using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Runtime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

/// <summary>An application with handlers and dead letters in virtual time, whose worker is not started.</summary>
internal sealed class RedriveFixture
{
    private readonly List<HandlerDescriptor> _handlers = [];
    private readonly Lazy<IServiceProvider> _provider;

    public RedriveFixture(WorkerFixture fixture)
    {
        Fixture = fixture;
        Connection = fixture.Connect();
        _provider = new(() => fixture.Worker(
            Connection,
            null,
            host =>
            {
                foreach (var service in Services)
                {
                    host.Services.Add(service);
                }
            },
            [.. _handlers]).Services);
    }

    public WorkerFixture Fixture { get; }

    public Connection Connection { get; }

    /// <summary>What handlers get from their scope.</summary>
    public ServiceCollection Services { get; } = [];

    public IDeadLetters Letters => _provider.Value.GetRequiredService<IDeadLetters>();

    public void Add(HandlerDescriptor handler) => _handlers.Add(handler);

    public void Handle(string name, Func<HandlerCall, Task> handle) =>
        Add(WorkerFixture.Handler((in HandlerCall call) => new(handle(call)), name: name));

    public void HandleBatches(string name, BatchInvoker handle) => Add(new()
    {
        Name = name,
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.New,
        InvokeBatch = handle,
    });

    public async Task PutAsync(params DeadLetter[] letters)
    {
        foreach (var letter in letters)
        {
            await _provider.Value.GetRequiredService<IDeadLetterStore>().PutAsync(letter);
        }
    }

    public Task<List<DeadLetter>> LettersAsync() => _provider.Value.GetRequiredService<IDeadLetterStore>().ReadAllAsync();

    public Task<RedriveResult> RedriveAsync(RedriveOptions? options = null) =>
        Letters.RedriveAsync(options, CancellationToken.None);

    public Task<RedriveResult> RedriveUntilAsync(CancellationToken stop) => Letters.RedriveAsync(options: null, stop);
}
