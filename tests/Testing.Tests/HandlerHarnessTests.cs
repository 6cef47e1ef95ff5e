using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;

namespace DynamoHandlers.Testing.Tests;

public sealed class HandlerHarnessTests
{
    private readonly List<string> _seen = [];

    [Fact]
    public async Task It_says_which_handlers_ran_and_hands_them_the_images()
    {
        await using var harness = Harness(
            Handler("Inserts", ChangeKinds.Insert), Handler("Removals", ChangeKinds.Remove), Handler("All", ChangeKinds.All));

        var ran = await harness.InsertAsync("Items", Item(1), TestContext.Current.CancellationToken);

        Assert.Equal(["Inserts", "All"], ran);
        Assert.Equal(["""Inserts Insert  {"n":{"N":"1"}}""", """All Insert  {"n":{"N":"1"}}"""], _seen);
    }

    [Fact]
    public async Task A_modification_has_both_images()
    {
        await using var harness = Harness(Handler("All", ChangeKinds.All));

        await harness.ModifyAsync("Items", Item(1), Item(2), TestContext.Current.CancellationToken);

        Assert.Equal(["""All Modify {"n":{"N":"1"}} {"n":{"N":"2"}}"""], _seen);
    }

    [Theory]
    [InlineData(RemoveCause.User, "User")]
    [InlineData(RemoveCause.TimeToLive, "Expiries")]
    public async Task A_removal_goes_to_the_handlers_of_its_cause(RemoveCause cause, string handler)
    {
        await using var harness = Harness(
            Handler("User", ChangeKinds.Remove, RemoveCause.User), Handler("Expiries", ChangeKinds.Remove, RemoveCause.TimeToLive));

        Assert.Equal([handler], await harness.RemoveAsync("Items", Item(1), cause, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_transactions_would_write_is_shown_and_batches_have_one_change()
    {
        var batches = new List<int>();
        await using var harness = Harness(
            new HandlerDescriptor
            {
                Name = "Transaction",
                Table = "Items",
                Entity = typeof(object),
                Kinds = ChangeKinds.All,
                Needs = ImageNeeds.None,
                UsesTransaction = true,
                Invoke = (in HandlerCall call) =>
                {
                    call.Transaction.Add(new() { Put = new() { TableName = "Totals", Item = Item(7) } });
                    return default;
                },
            },
            new HandlerDescriptor
            {
                Name = "Batch",
                Table = "Items",
                Entity = typeof(int),
                Kinds = ChangeKinds.All,
                Needs = ImageNeeds.New,
                InvokeBatch = call =>
                {
                    batches.Add(call.CreateChanges(static image => image.Length).Count);
                    return new(BatchResult.Success);
                },
            });

        Assert.Equal(["Transaction", "Batch"], (await harness.InsertAsync("Items", Item(1), TestContext.Current.CancellationToken)).Order().Reverse());
        Assert.Equal("7", Assert.Single(harness.Written).Put.Item["n"].N);
        await harness.InsertAsync("Items", Item(2), TestContext.Current.CancellationToken);
        Assert.Single(harness.Written);
        Assert.Equal([1, 1], batches);
    }

    [Fact]
    public async Task What_a_handler_throws_comes_out_and_is_not_tried_again()
    {
        var calls = 0;
        await using var harness = Harness(Handler("Fails", ChangeKinds.All, invoke: (in HandlerCall _) =>
        {
            calls++;
            throw new InvalidOperationException("broken");
        }));

        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => harness.InsertAsync("Items", Item(1), TestContext.Current.CancellationToken));

        Assert.Equal(("broken", 1), (e.Message, calls));
    }

    [Fact]
    public async Task A_mapping_error_names_the_table_the_attribute_and_the_types()
    {
        await using var harness = Harness(Handler("Reads", ChangeKinds.All, invoke: static (in HandlerCall call) =>
        {
            var reader = new ImageReader(call.NewImage);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.ReadGuid();
            return default;
        }));

        var e = await Assert.ThrowsAsync<MappingException>(
            () => harness.InsertAsync("Items", Item(1), TestContext.Current.CancellationToken));

        Assert.Equal(("Items", "n", WireType.Number, typeof(Guid)), (e.TableName, e.Attribute, e.WireType, e.TargetType));
    }

    [Fact]
    public async Task A_table_without_handlers_is_an_error_that_names_those_with()
    {
        await using var harness = Harness(Handler("All", ChangeKinds.All));

        var e = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.InsertAsync("Itmes", Item(1), TestContext.Current.CancellationToken));

        Assert.Contains("'Itmes'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Items", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_handlers_the_error_says_how_to_add_them()
    {
        await using var harness = Harness();

        var table = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.InsertAsync("Items", Item(1), TestContext.Current.CancellationToken));
        var entity = await Assert.ThrowsAsync<ArgumentException>(
            () => harness.InsertAsync(new object(), TestContext.Current.CancellationToken));

        Assert.Contains("There are no handlers: call", table.Message, StringComparison.Ordinal);
        Assert.Contains("There are no handlers: call", entity.Message, StringComparison.Ordinal);
    }

    private static HandlerHarness Harness(params HandlerDescriptor[] handlers) => HandlerHarness.Create(services =>
    {
        var builder = services.AddDynamoHandlers();
        foreach (var handler in handlers)
        {
            builder.AddHandler(handler);
        }
    });

    private static Dictionary<string, AttributeValue> Item(int number) => new() { ["n"] = new() { N = $"{number}" } };

    private HandlerDescriptor Handler(
        string name, ChangeKinds kinds, RemoveCause cause = RemoveCause.Any, HandlerInvoker? invoke = null) => new()
        {
            Name = name,
            Table = "Items",
            Entity = typeof(object),
            Kinds = kinds,
            Cause = cause,
            Needs = ImageNeeds.Old | ImageNeeds.New,
            Invoke = invoke ?? ((in HandlerCall call) =>
            {
                _seen.Add($"{name} {call.Kind} {Text(call.OldImage)} {Text(call.NewImage)}");
                return default;
            }),
        };

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);
}
