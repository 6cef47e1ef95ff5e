using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Runtime.Tests.Leasing;

public sealed class ApplicationStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RewindRequest Request { get; } = new(RewindPosition.TrimHorizon, "TrimHorizon 1");

    [Fact]
    public async Task An_application_that_was_never_rewound_is_at_its_first_generation()
    {
        var rows = await LeaseRows.CreateAsync();

        Assert.Equal(new Application(1), await rows.Application.GetAsync(Stop));
        Assert.True((await rows.Application.GetAsync(Stop)).IsAtWorkOn(1));
    }

    [Fact]
    public async Task A_rewind_is_asked_for_once_and_published_once()
    {
        var store = (await LeaseRows.CreateAsync()).Application;
        var seen = await store.GetAsync(Stop);

        Assert.True(await store.BeginAsync(seen, Request, Stop));
        Assert.False(await store.BeginAsync(seen, Request, Stop));
        var pending = await store.GetAsync(Stop);
        Assert.Equal(new Application(1, Next: 2, Request), pending);
        Assert.False(pending.IsAtWorkOn(1));
        Assert.True(await store.PublishAsync(pending, Stop));
        Assert.False(await store.PublishAsync(pending, Stop));

        Assert.Equal(new Application(2, Next: null, Request), await store.GetAsync(Stop));
        Assert.False(await store.BeginAsync(seen, Request, Stop));
    }

    [Fact]
    public async Task A_row_that_was_deleted_is_written_again_and_one_that_is_there_stays()
    {
        var store = (await LeaseRows.CreateAsync()).Application;

        Assert.True(await store.RestoreAsync(3, Stop));
        Assert.False(await store.RestoreAsync(2, Stop));

        Assert.Equal(3, (await store.GetAsync(Stop)).Generation);
    }

    [Fact]
    public async Task The_current_generation_never_counts_as_deleted()
    {
        var store = (await LeaseRows.CreateAsync()).Application;
        await store.RestoreAsync(3, Stop);

        await store.SweptAsync(3, Stop);
        Assert.Equal(0, (await store.GetAsync(Stop)).Swept);
        await store.SweptAsync(2, Stop);

        Assert.Equal(2, (await store.GetAsync(Stop)).Swept);
    }
}
