using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Testing.Tests.Shop;

/// <summary>Generated handlers of several entities of one table, and their filters, fed by a harness.</summary>
public sealed class ShopTests : IAsyncDisposable
{
    private readonly Journal _journal = new();
    private readonly HandlerHarness _harness;

    public ShopTests()
    {
        _harness = HandlerHarness.Create(services =>
        {
            services.AddSingleton(_journal);
            services.AddDynamoHandlers().AddDynamoHandlersTestingTestsHandlers();
        }).WithKeys("Shop", "pk", "sk");
        Price.Made = 0;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Each_entity_has_its_own_items()
    {
        await InsertAsync(Item("CUSTOMER#1", "PROFILE", ("Name", "Ada")));
        await InsertAsync(Item("CUSTOMER#1", "ORDER#7"));
        await InsertAsync(Item("AUDIT#1", "1", ("type", "audit.change")));
        await InsertAsync(Item("AUDIT#1", "2", ("type", "audit.login")));
        await InsertAsync(Item("AUDIT#1", "3", ("type", "other")));
        await InsertAsync(Item("CUSTOMER#1", "INVOICE#7"));

        Assert.Equal(
            ["Insert Ada", "Insert ORDER#7", "audit Insert", "login Insert", "unmatched Insert AUDIT#1", "unmatched Insert CUSTOMER#1"],
            _journal.Lines);
    }

    [Fact]
    public async Task An_expiry_under_a_pattern_is_one_of_its_entity()
    {
        var item = Item("CUSTOMER#1", "PROFILE", ("Name", "Ada"));
        await _harness.RemoveAsync("Shop", item, RemoveCause.TimeToLive, TestContext.Current.CancellationToken);
        await _harness.RemoveAsync("Shop", item, RemoveCause.User, TestContext.Current.CancellationToken);
        await _harness.RemoveAsync("Shop", Item("CUSTOMER#1", "x"), RemoveCause.TimeToLive, TestContext.Current.CancellationToken);

        Assert.Equal(["Remove Ada", "expired CUSTOMER#1", "Remove Ada", "unmatched Remove CUSTOMER#1"], _journal.Lines);
    }

    [Fact]
    public async Task An_item_that_changes_its_type_leaves_one_and_joins_the_other()
    {
        await ModifyAsync(Item("AUDIT#1", "1", ("type", "audit.login")), Item("AUDIT#1", "1", ("type", "audit.x")));
        await ModifyAsync(Item("AUDIT#1", "1", ("type", "audit.x")), Item("AUDIT#1", "1", ("type", "gone")));

        Assert.Equal(["login Remove", "audit Insert", "audit Remove", "unmatched Insert AUDIT#1"], _journal.Lines);
    }

    [Theory]
    [InlineData("""{"to":{"M":{"city":{"S":"Bonn"}}}}""", """{"to":{"M":{"city":{"S":"Köln"},"Street":{"S":"A"}}}}""", "City, ToCologne")]
    [InlineData("""{"to":{"M":{"city":{"S":"Köln"}}}}""", """{"to":{"M":{"city":{"S":"Köln"},"Street":{"S":"A"}}}}""", "")]
    [InlineData("{}", """{"to":{"M":{"Street":{"S":"A"}}}}""", "")]
    [InlineData("{}", """{"to":{"M":{"city":{"S":"Köln"}}}}""", "City, ToCologne")]
    [InlineData("""{"Counts":{"M":{"a b":{"N":"1"}}}}""", """{"Counts":{"M":{"a b":{"N":"1.0"},"c":{"N":"2"}}}}""", "")]
    [InlineData("""{"Counts":{"M":{"a b":{"N":"1"}}}}""", """{"Counts":{"M":{"a b":{"N":"2"}}}}""", "CountOrNote")]
    [InlineData("""{"status":{"N":"0"}}""", """{"status":{"N":"1"}}""", "Paid")]
    [InlineData("""{"status":{"N":"0"}}""", """{"status":{"S":"Paid"}}""", "Paid")]
    [InlineData("""{"status":{"N":"1"}}""", """{"status":{"S":"Paid"}}""", "")]
    [InlineData("""{"status":{"N":"1"}}""", """{"status":{"N":"2"}}""", "NoMorePaid")]
    [InlineData("""{"status":{"N":"1"}}""", "{}", "NoMorePaid")]
    [InlineData("""{"status":{"N":"0"}}""", """{"status":{"N":"2"}}""", "Skipped")]
    [InlineData("{}", """{"status":{"N":"2"}}""", "")]
    [InlineData("""{"Total":{"N":"0.10"}}""", """{"Total":{"N":"5.00"}}""", "FromTenCentsToFive")]
    [InlineData("""{"Total":{"N":"0.11"}}""", """{"Total":{"N":"5"}}""", "")]
    [InlineData("""{"Note":{"NULL":true}}""", """{"Note":{"S":"x"}}""", "CountOrNote, Noted")]
    [InlineData("{}", """{"Note":{"NULL":true}}""", "CountOrNote")]
    [InlineData("""{"Note":{"S":"x"}}""", "{}", "CountOrNote, Cleared")]
    [InlineData("{}", """{"IsGift":{"N":"1"}}""", "Gift")]
    [InlineData("{}", """{"IsGift":{"BOOL":false}}""", "")]
    public async Task Filters_compare_what_they_name(string old, string @new, string expected)
    {
        var ran = await ModifyAsync(Order(old), Order(@new));

        Assert.Equal(expected, string.Join(", ", ran.Select(static name => name[(name.LastIndexOf('.') + 1)..])));
    }

    [Fact]
    public async Task What_no_filter_wants_is_never_made_into_an_object()
    {
        // Without the required Currency the item cannot be read at all.
        var cheap = new Dictionary<string, AttributeValue> { ["Id"] = new("a"), ["Amount"] = new() { N = "1" } };
        var cheaper = new Dictionary<string, AttributeValue>(cheap) { ["Note"] = new("x") };
        var round = new Dictionary<string, AttributeValue>(cheap) { ["Amount"] = new() { N = "100" } };
        var token = TestContext.Current.CancellationToken;

        Assert.Empty(await _harness.InsertAsync("Prices", cheap, token));
        Assert.Empty(await _harness.ModifyAsync("Prices", cheap, cheaper, token));
        Assert.Empty(await _harness.RemoveAsync("Prices", cheap, RemoveCause.User, token));
        Assert.Equal(0, Price.Made);

        await Assert.ThrowsAsync<MappingException>(() => _harness.ModifyAsync("Prices", cheap, round, token));
        Assert.NotEqual(0, Price.Made);
    }

    [Fact]
    public async Task A_value_that_a_transition_cannot_read_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<MappingException>(
            () => ModifyAsync(Order("""{"status":{"N":"0"}}"""), Order("""{"status":{"BOOL":true}}""")));

        Assert.Equal(("status", WireType.Boolean, typeof(OrderStatus)), (error.Attribute, error.WireType, error.TargetType));
    }

    [Fact]
    public async Task A_transition_reads_nothing_where_the_property_has_not_changed()
    {
        var ran = await ModifyAsync(
            Order("""{"status":{"BOOL":true}}"""), Order("""{"status":{"BOOL":true},"Note":{"S":"x"}}"""));

        Assert.Equal(["CountOrNote", "Noted"], ran.Select(static name => name[(name.LastIndexOf('.') + 1)..]));
    }

    [Fact]
    public async Task An_object_is_fed_with_the_discriminator_of_its_entity()
    {
        await _harness.InsertAsync(new Coupon { Percent = 5 }, TestContext.Current.CancellationToken);

        Assert.Equal(["5 %"], _journal.Lines);
    }

    private static Dictionary<string, AttributeValue> Item(string partition, string sort, params (string Name, string Text)[] more) =>
        more.Append(("pk", partition)).Append(("sk", sort)).ToDictionary(static a => a.Item1, static a => new AttributeValue(a.Item2));

    private static Dictionary<string, AttributeValue> Order(string json)
    {
        var item = ImageItem.FromImage(System.Text.Encoding.UTF8.GetBytes(json));
        item["pk"] = new("CUSTOMER#1");
        item["sk"] = new("ORDER#1");
        return item;
    }

    private Task<IReadOnlyList<string>> InsertAsync(Dictionary<string, AttributeValue> item) =>
        _harness.InsertAsync("Shop", item, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<string>> ModifyAsync(
        Dictionary<string, AttributeValue> old, Dictionary<string, AttributeValue> @new) =>
        _harness.ModifyAsync("Shop", old, @new, TestContext.Current.CancellationToken);
}
