using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Routing;

public sealed class HandlerRoutesTests
{
    private const string CustomerKeys = """ "pk":{"S":"CUSTOMER#1"},"sk":{"S":"PROFILE"} """;
    private const string OrderKeys = """ "pk":{"S":"CUSTOMER#1"},"sk":{"S":"ORDER#1"} """;

    private static readonly ItemPattern Customer = new() { KeyPrefix = "CUSTOMER#" };
    private static readonly ItemPattern Order = new() { KeyPrefix = "CUSTOMER#", SortKeyPrefix = "ORDER#" };
    private static readonly ItemPattern ByType = new() { Discriminator = "type", DiscriminatorValue = "Order" };
    private static readonly ItemPattern ByOtherType = new() { Discriminator = "type", DiscriminatorValue = "Invoice" };

    [Theory]
    [InlineData(CustomerKeys, "customer Modify")]
    [InlineData(OrderKeys, "order Modify")]
    [InlineData(""" "pk":{"S":"OTHER#1"},"sk":{"S":"ORDER#1"} """, "Unmatched")]
    [InlineData(""" "sk":{"S":"ORDER#1"},"pk" : {"S":"CUST\u004fMER#1"} """, "order Modify")]
    [InlineData(""" "pk":{"B":"QQ=="},"sk":{"S":"ORDER#1"} """, "Unmatched")]
    public void Prefixes_are_decided_on_the_keys(string keys, string expected) => Assert.Equal(
        expected, Route(keys, "not JSON at all", "", [Handler<Version>("customer", Customer), Handler<Uri>("order", Order)]));

    [Theory]
    [InlineData(""" "type":{"S":"Order"} """, "order Insert")]
    [InlineData(""" "type":{"S":"Ord\u0065r"},"more":{"M":{}} """, "order Insert")]
    [InlineData(""" "n":{"L":[{"S":"type"}]},"type":{"S":"Invoice"} """, "invoice Insert")]
    [InlineData(""" "type":{"S":"Orders"} """, "Unmatched")]
    [InlineData(""" "type":{"S":"order"} """, "Unmatched")]
    [InlineData(""" "type":{"SS":["Order"]} """, "Unmatched")]
    [InlineData(""" "m":{"M":{"type":{"S":"Order"}}} """, "Unmatched")]
    [InlineData("", "Unmatched")]
    public void Discriminators_are_decided_on_the_image(string image, string expected) =>
        Assert.Equal(expected, Route(OrderKeys, null, image, [Handler<Uri>("order", ByType), Handler<Version>("invoice", ByOtherType)]));

    [Fact]
    public void A_number_is_a_discriminator_as_its_text() => Assert.Equal("seven Insert", Route(
        OrderKeys, null, """ "v":{"N":"7"} """, [Handler<Uri>("seven", new() { Discriminator = "v", DiscriminatorValue = "7" })]));

    [Fact]
    public void A_discriminator_that_is_a_key_needs_no_image()
    {
        var pattern = new ItemPattern { Discriminator = "sk", DiscriminatorValue = "ORDER#*" };
        HandlerDescriptor[] handlers = [Handler<Uri>("order", pattern)];

        Assert.Equal("order Remove", Route(OrderKeys, "", null, handlers));
        Assert.Equal(ImageNeeds.None, Needs(handlers));
    }

    [Fact]
    public void An_entity_without_a_pattern_gets_every_record_in_the_order_of_the_handlers() => Assert.Equal(
        "first Modify, order Modify, last Modify",
        Route(OrderKeys, "", "", [Handler<Version>("first"), Handler<Uri>("order", Order), Handler<Version>("last")]));

    [Fact]
    public void Where_an_entity_gets_every_record_none_is_unmatched() => Assert.Equal(
        "all Modify", Route(CustomerKeys, "", "", [Handler<Version>("all"), Handler<Uri>("order", Order), Unmatched()]));

    [Fact]
    public void What_no_entity_fits_goes_to_the_handlers_for_that()
    {
        Assert.Equal("unmatched Modify TakenUnmatched", Route(CustomerKeys, "", "", [Handler<Uri>("order", Order), Unmatched()]));
        Assert.Equal("order Modify", Route(OrderKeys, "", "", [Handler<Uri>("order", Order), Unmatched()]));
        Assert.Equal("unmatched Modify TakenUnmatched", Route(CustomerKeys, "", "", [Unmatched()]));
    }

    [Fact]
    public void An_item_that_becomes_another_is_removed_and_inserted_and_modified_for_those_who_do_not_care() => Assert.Equal(
        "order Remove old only, invoice Insert new only, any Modify",
        Route(OrderKeys, Typed("Order"), Typed("Invoice"), [Handler<Version>("any"), Handler<object>("invoice", ByOtherType), Handler<Uri>("order", ByType)]));

    [Theory]
    [InlineData("Order", "Other", "order Remove old only, unmatched Insert new only TakenUnmatched")]
    [InlineData("Other", "Order", "unmatched Remove old only, order Insert new only TakenUnmatched")]
    [InlineData("Other", "Another", "unmatched Modify TakenUnmatched")]
    [InlineData("Order", "Order", "order Modify")]
    public void A_side_that_fits_no_entity_is_unmatched_by_itself(string old, string @new, string expected) => Assert.Equal(
        expected, Route(OrderKeys, Typed(old), Typed(@new), [Unmatched(), Handler<Uri>("order", ByType)]));

    [Theory]
    [InlineData("Other", "Order", "order Insert new only Unmatched")]
    [InlineData("Order", "Other", "order Remove old only Unmatched")]
    public void A_side_that_nobody_takes_is_up_to_the_policy(string old, string @new, string expected) => Assert.Equal(
        expected, Route(OrderKeys, Typed(old), Typed(@new), [Handler<Uri>("order", ByType)]));

    [Fact]
    public void A_change_of_type_can_be_an_unmatched_record_instead() => Assert.Equal(
        "unmatched Modify TakenUnmatched",
        Route(
            OrderKeys,
            Typed("Order"),
            Typed("Invoice"),
            [Handler<Uri>("order", ByType), Handler<Version>("invoice", ByOtherType), Unmatched()],
            TypeChangePolicy.Unmatched));

    [Theory]
    [InlineData("Order", null, "order Modify")]
    [InlineData(null, "Order", "order Modify")]
    [InlineData(null, null, "")]
    public void A_side_without_an_image_is_of_the_type_of_the_other(string? old, string? @new, string expected)
    {
        using var page = RoutedRecord.Of(
            "MODIFY", OrderKeys, old is null ? null : Typed(old), @new is null ? null : Typed(@new));
        Assert.Equal(expected, Describe(new HandlerRoutes([Handler<Uri>("order", ByType)], "pk", "sk"), page));
    }

    [Fact]
    public void An_image_that_is_not_DynamoDBs_is_said_to_be_so() => Assert.Throws<MappingException>(
        () => Route(OrderKeys, null, """ "a":5 """, [Handler<Uri>("order", ByType)]));

    [Fact]
    public void Images_are_needed_for_the_kinds_that_handlers_want()
    {
        Assert.Equal(ImageNeeds.None, Needs([Handler<Uri>("order", Order)]));
        Assert.Equal(ImageNeeds.New, Needs([Handler<Uri>("order", ByType, ChangeKinds.Insert)]));
        Assert.Equal(ImageNeeds.Old, Needs([Handler<Uri>("order", ByType, ChangeKinds.Remove)]));
        Assert.Equal(ImageNeeds.None, Needs([Handler<Uri>("order", ByType, ChangeKinds.Modify)], carried: ImageNeeds.Old));
        Assert.Equal(ImageNeeds.New, Needs([Handler<Uri>("order", ByType, ChangeKinds.Modify)], carried: ImageNeeds.None));
        Assert.Equal(ImageNeeds.Old | ImageNeeds.New, Needs([Handler<Uri>("order", ByType, ChangeKinds.Insert), Unmatched()]));
        Assert.Equal(
            ImageNeeds.Old | ImageNeeds.New,
            Needs([Handler<Uri>("order", ByType, ChangeKinds.Insert)], UnmatchedPolicy.Fail));
    }

    [Fact]
    public void Two_entities_of_which_neither_is_the_more_specific_are_an_error_that_names_both()
    {
        var error = Assert.Single(RoutingCheck.Errors(
            "Shop", [Handler<Uri>("one", ByType), Handler<Uri>("two", ByType), Handler<Version>("other", Customer)], "pk", "sk", "Say it."));

        Assert.Contains("'Uri' (handler one)", error, StringComparison.Ordinal);
        Assert.Contains("'Version' (handler other)", error, StringComparison.Ordinal);
        Assert.Contains("type is 'Order'", error, StringComparison.Ordinal);
        Assert.Contains("partition key is 'CUSTOMER#*'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CUSTOMER#", null, null, null, "the partition key of table 'Shop'")]
    [InlineData(null, "ORDER#", "pk", null, "the sort key of table 'Shop'")]
    public void Prefixes_of_keys_that_are_not_known_are_an_error(
        string? keyPrefix, string? sortKeyPrefix, string? partitionKey, string? sortKey, string says)
    {
        var pattern = new ItemPattern { KeyPrefix = keyPrefix, SortKeyPrefix = sortKeyPrefix };
        var error = Assert.Single(RoutingCheck.Errors("Shop", [Handler<Uri>("one", pattern)], partitionKey, sortKey, "Say it."));

        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.EndsWith("Say it.", error, StringComparison.Ordinal);
    }

    private static string Typed(string type) => $$""" "type":{"S":"{{type}}"} """;

    private static ImageNeeds Needs(
        HandlerDescriptor[] handlers,
        UnmatchedPolicy unmatched = UnmatchedPolicy.Skip,
        ImageNeeds carried = ImageNeeds.Old | ImageNeeds.New) =>
        RoutingCheck.Needs(new HandlerRoutes(handlers, "pk", "sk"), handlers, unmatched, carried);

    private static string Route(
        string keys,
        string? old,
        string? @new,
        HandlerDescriptor[] handlers,
        TypeChangePolicy typeChange = TypeChangePolicy.RemoveAndInsert)
    {
        using var page = RoutedRecord.Of(keys, old is "not JSON at all" ? """ "type":5 """ : old, @new);
        return Describe(new HandlerRoutes(handlers, "pk", "sk", typeChange), page);
    }

    private static string Describe(HandlerRoutes routes, DynamoHandlers.Wire.RecordPage page)
    {
        var record = page[0];
        var route = routes.Find(record);
        var calls = new List<string>();
        foreach (var leg in route.Legs)
        {
            var view = leg.View(record);
            var only = leg.DeliveredAs is null ? "" : !view.NewImage.IsEmpty ? " new only" : " old only";
            Assert.Equal(leg.DeliveredAs is null, view.OldImage.Length == record.OldImage.Length && view.NewImage.Length == record.NewImage.Length);
            calls.AddRange(leg.Handlers.Select(handler => $"{handler.Name} {view.Kind}{only}"));
        }

        var match = route.Match == RouteMatch.Entity ? "" : $" {route.Match}";
        return (string.Join(", ", calls) + match).Trim();
    }

    private static HandlerDescriptor Handler<T>(string name, ItemPattern? pattern = null, ChangeKinds kinds = ChangeKinds.All) => new()
    {
        Name = name,
        Table = "Shop",
        Entity = typeof(T),
        Pattern = pattern,
        Kinds = kinds,
        Needs = ImageNeeds.None,
        Invoke = static (in HandlerCall _) => default,
    };

    private static HandlerDescriptor Unmatched() => new()
    {
        Name = "unmatched",
        Table = "Shop",
        Entity = typeof(object),
        TakesUnmatched = true,
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.None,
        Invoke = static (in HandlerCall _) => default,
    };
}
