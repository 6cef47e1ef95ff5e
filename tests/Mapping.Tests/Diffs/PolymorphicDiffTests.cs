namespace DynamoHandlers.Mapping.Tests.Diffs;

/// <summary>Diffs of types that stand for others.</summary>
public sealed class PolymorphicDiffTests
{
    [Fact]
    public void The_diff_of_an_abstract_entity_has_the_members_of_its_base_type()
    {
        var (change, diff) = Deliver<Vehicle, VehicleDiff>(
            """{"$type":{"S":"car"},"Id":{"S":"1"},"Wheels":{"N":"4"},"Plate":{"S":"A"},"Home":{"M":{"City":{"S":"Bern"}}}}""",
            """{"$type":{"S":"car"},"Id":{"S":"1"},"Wheels":{"N":"3"},"Home":{"M":{"City":{"S":"Ulm"}}}}""");

        Assert.Equal(VehicleFields.Wheels | VehicleFields.Plate | VehicleFields.Home, diff.Changed);
        Assert.Equal(diff.Changed, diff.RawChanged);
        Assert.True(diff.Wheels is (4, 3));
        Assert.True(diff.Plate is ("A", null));
        Assert.Equal(Presence.Absent, diff.Plate.NewPresence);
        Assert.True(diff.Home.City is ("Bern", "Ulm"));
        Assert.False(diff.UnmappedChanged);
        Assert.IsType<Car>(diff.New);
        Assert.Equal(diff.Changed, change.Diff().Changed);
        Assert.Equal(["All", "Home", "Id", "None", "Plate", "Wheels"], Enum.GetNames<VehicleFields>().Order());
    }

    [Fact]
    public void What_only_derived_types_have_counts_as_unmapped()
    {
        var (change, diff) = Deliver<Vehicle, VehicleDiff>(
            """{"$type":{"S":"car"},"Doors":{"N":"4"}}""", """{"$type":{"S":"car"},"Doors":{"N":"2"}}""");

        Assert.Equal((VehicleFields.None, VehicleFields.None), (diff.Changed, diff.RawChanged));
        Assert.True(diff.UnmappedChanged);
        Assert.True(change.Changed(static o => o));
    }

    [Fact]
    public void Another_type_alone_counts_as_unmapped()
    {
        var diff = Deliver<Vehicle, VehicleDiff>(
            """{"$type":{"S":"car"},"Id":{"S":"1"}}""", """{"$type":{"S":"van"},"Id":{"S":"1"}}""").Diff;

        Assert.Equal((VehicleFields.None, true, false), (diff.Changed, diff.UnmappedChanged, diff.HasChanges));
        Assert.IsType<Car>(diff.Old);
        Assert.IsType<Van>(diff.New);
    }

    [Fact]
    public void An_entity_that_is_not_abstract_is_compared_likewise()
    {
        const string Plain = """{"Weight":{"N":"1"}}""";
        var same = Deliver<Shipment, ShipmentDiff>(Plain, """{"Weight":{"N":"1.0"},"$type":{"S":"insured"},"Value":{"N":"9"}}""").Diff;
        var other = Deliver<Shipment, ShipmentDiff>(Plain, """{"Weight":{"N":"2"}}""").Diff;

        Assert.Equal((ShipmentFields.None, true), (same.Changed, same.UnmappedChanged));
        Assert.Equal((ShipmentFields.Weight, false), (other.Changed, other.UnmappedChanged));
        Assert.True(other.Weight is (1, 2));
    }

    [Fact]
    public void Properties_of_an_interface_are_where_the_types_that_implement_it_have_them()
    {
        var diff = Deliver<IMoment, IMomentDiff>(
            """{"$type":{"S":"opened"},"by":{"S":"a"},"At":{"N":"1"}}""",
            """{"$type":{"S":"closed"},"by":{"S":"b"},"At":{"N":"1"}}""").Diff;

        Assert.Equal((IMomentFields.By, IMomentFields.By), (diff.Changed, diff.RawChanged));
        Assert.True(diff.By is ("a", "b"));
    }

    [Fact]
    public void Properties_that_are_not_read_from_one_attribute_are_left_out() =>
        Assert.Equal(["All", "At", "By", "None"], Enum.GetNames<IMomentFields>().Order());

    [Fact]
    public void Made_by_hand_they_have_diffs_too()
    {
        var diff = Change.Modify<Vehicle>(new Car { Wheels = 4, Doors = 2 }, new Van { Wheels = 5 }).Diff();

        Assert.Equal(VehicleFields.Wheels, diff.Changed);
        Assert.True(Change.Insert<IMoment>(new Opened("me")).Diff().By is (null, "me"));
    }

    [Theory]
    [InlineData("""{"$type":{"S":"bike"},"Gears":{"N":"1"}}""", """{"$type":{"S":"bike"},"Gears":{"N":"2"}}""", true, true)]
    [InlineData("""{"$type":{"S":"bike"},"Gears":{"N":"1"}}""", """{"$type":{"S":"bike"},"Gears":{"N":"1.0"}}""", false, false)]
    [InlineData("""{"$type":{"S":"bike"}}""", """{"$type":{"S":"tent"}}""", true, true)]
    [InlineData("""{"$type":{"S":"bike"},"Owner":{"S":"a"}}""", """{"$type":{"S":"bike"},"Owner":{"S":"b"}}""", true, true)]
    public void Flattened_they_are_compared_with_all_that_derived_types_have(
        string old, string @new, bool changed, bool rawChanged)
    {
        var diff = Deliver<Garage, GarageDiff>(old, @new).Diff;

        Assert.Equal((changed, rawChanged), (diff.Changed == GarageFields.Occupant, diff.RawChanged == GarageFields.Occupant));
        Assert.False(diff.UnmappedChanged);
        Assert.Equal(Presence.Value, diff.Occupant.OldPresence);
        Assert.IsType<Bike>(diff.Occupant.Old);
    }

    private static (Change<T> Change, TDiff Diff) Deliver<T, TDiff>(string old, string @new)
        where TDiff : struct
    {
        var seen = Delivery.Of<T, TDiff>(old, @new);
        return (seen.Change!, seen.Diff);
    }
}
