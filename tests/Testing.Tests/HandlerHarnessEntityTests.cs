using Amazon.DynamoDBv2.DataModel;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Testing.Tests;

/// <summary>Objects fed to generated handlers.</summary>
public sealed class HandlerHarnessEntityTests : IAsyncLifetime
{
    private readonly SeenEntities _seen = new();
    private readonly HandlerHarness _harness;

    public HandlerHarnessEntityTests() => _harness = HandlerHarness.Create(services =>
    {
        services.AddSingleton(_seen);
        services.AddDynamoHandlers().AddDynamoHandlersTestingTestsHandlers();
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task An_insertion_hands_the_handler_an_equal_object()
    {
        var parcel = new Parcel { Id = "p-1", Weight = 3, Labels = { "a", "b" } };

        var ran = await _harness.InsertAsync(parcel, Stop);

        Assert.Equal([$"{typeof(ParcelHandlers).FullName}.Inserted"], ran);
        var seen = Assert.IsType<Parcel>(Assert.Single(_seen.Entities));
        Assert.NotSame(parcel, seen);
        Assert.Equal(("p-1", 3), (seen.Id, seen.Weight));
        Assert.Equal(["a", "b"], seen.Labels);
    }

    [Fact]
    public async Task A_modification_goes_through_the_filters()
    {
        var parcel = new Parcel { Id = "p-1", Weight = 3 };

        Assert.Empty(await _harness.ModifyAsync(parcel, parcel, Stop));
        Assert.Equal(
            [$"{typeof(ParcelHandlers).FullName}.Weighed"],
            await _harness.ModifyAsync(parcel, new Parcel { Id = "p-1", Weight = 4 }, Stop));

        Assert.Equal([3, 4], _seen.Entities.Cast<Parcel>().Select(static seen => seen.Weight));
    }

    [Fact]
    public async Task A_removal_has_a_cause()
    {
        var parcel = new Parcel { Id = "p-1" };

        Assert.Empty(await _harness.RemoveAsync(parcel, cancellationToken: Stop));
        Assert.Equal(
            [$"{typeof(ParcelHandlers).FullName}.Expired"],
            await _harness.RemoveAsync(parcel, RemoveCause.TimeToLive, Stop));
    }

    [Fact]
    public async Task An_object_of_a_derived_type_is_fed_as_the_entity_of_the_handler()
    {
        await _harness.InsertAsync(new Crate { Id = "c-1", Weight = 9 }, Stop);

        Assert.Equal(9, Assert.IsType<Parcel>(Assert.Single(_seen.Entities)).Weight);
    }

    [Fact]
    public async Task Structs_are_entities_too()
    {
        await _harness.InsertAsync(new Pallet(5), Stop);

        Assert.Equal(new Pallet(5), Assert.Single(_seen.Entities));
    }

    [Fact]
    public async Task Objects_of_a_table_of_several_entities_are_told_apart_by_discriminators_that_they_have_no_member_for()
    {
        Assert.Equal([$"{typeof(ParcelHandlers).FullName}.Docked"], await _harness.InsertAsync(new Ship("s-1"), Stop));
        Assert.Equal([$"{typeof(ParcelHandlers).FullName}.Parked"], await _harness.InsertAsync(new Truck("t-1", "lorry"), Stop));

        Assert.Equal([new Ship("s-1"), new Truck("t-1", "lorry")], _seen.Entities);
    }

    [Fact]
    public async Task Items_are_still_fed_with_the_name_of_their_table()
    {
        // Target-typed, which the overload for objects would take as well.
        await _harness.InsertAsync("Parcels", new() { ["pk"] = new("p-1"), ["Weight"] = new() { N = "1" } }, Stop);
        await _harness.ModifyAsync("Parcels", new() { ["pk"] = new("p-1") }, new() { ["pk"] = new("p-1") }, Stop);

        Assert.Single(_seen.Entities);
    }

    [Fact]
    public async Task A_type_without_handlers_is_an_error_that_names_those_with()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => _harness.InsertAsync(new Uri("http://localhost"), Stop));

        Assert.Contains("System.Uri", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Parcel), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_DynamoDB_would_not_store_is_an_error()
    {
        var e = await Assert.ThrowsAsync<Images.MappingException>(
            () => _harness.InsertAsync(new Parcel { Id = "p-1", Volume = double.NaN }, Stop));

        Assert.Equal("Volume", e.Attribute);
    }
}

[DynamoDBTable("Parcels")]
public class Parcel
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    public int Weight { get; set; }

    public double Volume { get; set; }

    public List<string> Labels { get; init; } = [];
}

public sealed class Crate : Parcel;

[StreamEntity(Table = "Pallets")]
public readonly record struct Pallet(int Height);

[StreamEntity(Table = "Fleet", Discriminator = "type")]
public sealed record Ship(string Id);

/// <summary>Holds the discriminator itself.</summary>
[StreamEntity(Table = "Fleet", Discriminator = "type", DiscriminatorValue = "lorry")]
public sealed record Truck(string Id, [property: StreamAttribute("type")] string Type);

/// <summary>What the handlers were called with.</summary>
public sealed class SeenEntities
{
    public List<object> Entities { get; } = [];
}

public sealed class ParcelHandlers(SeenEntities seen)
{
    [OnInsert]
    public void Inserted(Parcel parcel) => seen.Entities.Add(parcel);

    [OnModify(nameof(Parcel.Weight))]
    public void Weighed(Parcel before, Parcel after) => seen.Entities.AddRange([before, after]);

    [OnRemove(Cause = RemoveCause.TimeToLive)]
    public void Expired(Parcel last) => seen.Entities.Add(last);

    [OnInsert]
    public void Docked(Ship ship) => seen.Entities.Add(ship);

    [OnInsert]
    public void Parked(Truck truck) => seen.Entities.Add(truck);

    [OnInsert]
    public void Stacked(Pallet pallet) => seen.Entities.Add(pallet);
}
