using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;

namespace DynamoHandlers.Testing.Tests;

/// <summary>Several entities in one table, in a harness, which knows no table.</summary>
public sealed class SingleTableHarnessTests
{
    private static readonly ItemPattern Customer = new() { KeyPrefix = "C#", SortKeyPrefix = "PROFILE" };
    private static readonly ItemPattern Order = new() { KeyPrefix = "C#", SortKeyPrefix = "O#" };

    [Fact]
    public async Task The_keys_that_are_named_tell_entities_apart()
    {
        var keys = "";
        await using var harness = Harness(configure: null, Handler<Uri>("customer", Customer), Handler<Version>("order", Order, call => keys = call.CreateContext().Keys))
            .WithKeys("Shop", "pk", "sk");

        Assert.Equal(["order"], await harness.InsertAsync("Shop", Item("C#1", "O#7"), TestContext.Current.CancellationToken));
        Assert.Equal("""{"pk":{"S":"C#1"},"sk":{"S":"O#7"}}""", keys);
        Assert.Equal(["customer"], await harness.RemoveAsync("Shop", Item("C#1", "PROFILE"), RemoveCause.TimeToLive, TestContext.Current.CancellationToken));
        Assert.Empty(await harness.InsertAsync("Shop", Item("X", "O#7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_keys_of_the_entities_are_enough()
    {
        await using var harness = Harness(configure: null, Handler<Version>("order", Order with { PartitionKey = "pk", SortKey = "sk" }));

        Assert.Equal(["order"], await harness.InsertAsync("Shop", Item("C#1", "O#7"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_that_nobody_names_are_an_error_that_says_how_to()
    {
        await using var harness = Harness(configure: null, Handler<Version>("order", Order));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => harness.InsertAsync("Shop", Item("C#1", "O#7"), TestContext.Current.CancellationToken));

        Assert.Contains("harness.WithKeys(\"Shop\", …)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_have_their_keys_and_keep_them()
    {
        await using var harness = Harness(configure: null, Handler<Version>("order", Order)).WithKeys("Shop", "pk", "sk");

        var missing = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.InsertAsync("Shop", new() { ["pk"] = new("C#1") }, TestContext.Current.CancellationToken));
        var changed = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.ModifyAsync("Shop", Item("C#1", "O#1"), Item("C#1", "O#2"), TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => harness.WithKeys("Other", "pk"));

        Assert.Contains("'sk'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("never changes the key", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_say_what_becomes_of_unmatched_records()
    {
        await using var harness = Harness(static o => o.Unmatched = UnmatchedPolicy.Fail, Handler<Version>("order", Order)).WithKeys("Shop", "pk", "sk");

        var error = await Assert.ThrowsAsync<UnmatchedRecordException>(
            () => harness.InsertAsync("Shop", Item("X", "O#7"), TestContext.Current.CancellationToken));

        Assert.Contains("""{"pk":{"S":"X"},"sk":{"S":"O#7"}}""", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_type_is_delivered_as_what_it_is_to_each()
    {
        var seen = new List<string>();
        await using var harness = Harness(
            configure: null,
            Handler<Version>("note", Typed("Note"), call => seen.Add($"{call.Kind} {call.OldImage.Length > 0} {call.NewImage.Length > 0}")),
            Handler<Uri>("errand", Typed("Errand"), call => seen.Add($"{call.Kind} {call.OldImage.Length > 0} {call.NewImage.Length > 0}")));

        var ran = await harness.ModifyAsync(
            "Shop", new() { ["type"] = new("Note") }, new() { ["type"] = new("Errand") }, TestContext.Current.CancellationToken);

        Assert.Equal(["note", "errand"], ran);
        Assert.Equal(["Remove True False", "Insert False True"], seen);
    }

    private static ItemPattern Typed(string type) => new() { Discriminator = "type", DiscriminatorValue = type };

    private static Dictionary<string, AttributeValue> Item(string partition, string sort) =>
        new() { ["sk"] = new(sort), ["n"] = new() { N = "1" }, ["pk"] = new(partition) };

    private static HandlerHarness Harness(Action<DynamoHandlersOptions>? configure, params HandlerDescriptor[] handlers) =>
        HandlerHarness.Create(services =>
        {
            var builder = services.AddDynamoHandlers(configure);
            foreach (var handler in handlers)
            {
                builder.AddHandler(handler);
            }
        });

    private static HandlerDescriptor Handler<T>(string name, ItemPattern pattern, Action<HandlerCall>? invoke = null) => new()
    {
        Name = name,
        Table = "Shop",
        Entity = typeof(T),
        Pattern = pattern,
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.None,
        Invoke = (in HandlerCall call) =>
        {
            invoke?.Invoke(call);
            return default;
        },
    };
}
