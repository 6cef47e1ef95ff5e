using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

/// <summary>Flattened members, names, settings, and members that are hard to get at.</summary>
public sealed class ObjectTests
{
    [Fact]
    public void Flattened_members_have_their_attributes_in_the_map_around_them()
    {
        var read = Image.Read(
            """{"Width":{"N":"4"},"City":{"S":"Bern"},"Id":{"S":"1"},"Zip":{"S":"3000"},"Numbers":{"NS":["1","2"]}}""",
            SiteImage.Read);

        Assert.Equal(("1", "3000", "Bern", 4), (read.Id, read.Area!.Zip, read.Area.Spot!.City, read.Extent.Width));
        Assert.Equal([1, 2], read.Area.Spot.Numbers);
    }

    [Fact]
    public void An_absent_flattened_object_is_an_empty_one()
    {
        var read = Image.Read("""{"Width":{"N":"4"}}""", SiteImage.Read);

        Assert.Equal(("none", "nowhere"), (read.Area!.Zip, read.Area.Spot!.City));
    }

    [Fact]
    public void Errors_in_flattened_members_are_those_of_the_map_around_them()
    {
        Assert.Equal("Width", Image.Refuses("{}", SiteImage.Read).Attribute);
        Assert.Equal("City", Image.Refuses("""{"Width":{"N":"4"},"City":{"BOOL":true}}""", SiteImage.Read).Attribute);
    }

    [Fact]
    public void Flattened_members_may_be_parameters_and_have_parameters()
    {
        var read = Image.Read(
            """{"Name":{"S":"Ann"},"Id":{"S":"1"},"Nested":{"M":{"Zip":{"S":"8000"},"City":{"S":"Z"}}}}""", Parcel2Image.Read);

        Assert.Equal(("1", new Recipient("Ann")), (read.Id, read.Recipient));
        Assert.Equal(("8000", "Z"), (read.Nested!.Zip, read.Nested.Spot!.City));
        Assert.Equal("Name", Image.Refuses("""{"Id":{"S":"1"}}""", Parcel2Image.Read).Attribute);
    }

    [Fact]
    public void The_SDKs_camel_case_goes_down_into_nested_types_and_lowers_the_names_of_its_attributes()
    {
        var read = Image.Read(
            """
            {"pK":{"S":"1"},"SK":{"S":"2"},"uRLCount":{"N":"3"},"flatSize":{"N":"4"},
             "nested":{"M":{"innerSize":{"N":"5"},"deeper":{"M":{"innerSize":{"N":"6"},"InnerSize":{"N":"0"}}}}},
             "many":{"L":[{"M":{"innerSize":{"N":"7"}}}]},"fixed":{"M":{"FixedSize":{"N":"8"}}}}
            """,
            CasedImage.Read);

        Assert.Equal(("1", "2", 3, 4), (read.Id, read.Sort, read.URLCount, read.Flattish.FlatSize));
        Assert.Equal((5, 6, 7), (read.Nested!.InnerSize, read.Nested.Deeper!.InnerSize, read.Many[0].InnerSize));
        Assert.Equal(8, read.Fixed!.FixedSize);
    }

    [Fact]
    public void The_SDKs_older_camel_case_stays_at_the_top()
    {
        var read = Image.Read(
            """{"pK":{"S":"1"},"nested":{"M":{"InnerSize":{"N":"5"},"innerSize":{"N":"0"}}}}""", LegacyImage.Read);

        Assert.Equal(("1", 5), (read.Id, read.Nested!.InnerSize));
    }

    [Fact]
    public void Settings_of_a_type_name_its_attributes_and_lift_what_is_required()
    {
        var read = Image.Read("""{"order_id":{"S":"o"},"item_count":{"NULL":true},"rank":{"NULL":true}}""", RelaxationsImage.Read);
        Assert.Equal(("o", null, 0), (read.OrderId, read.ItemCount, read.Rank));

        var empty = Image.Read("{}", RelaxationsImage.Read);
        Assert.Null(empty.OrderId);

        Assert.Equal(new RelaxedRecord(null!, 0), Image.Read("""{"Size":{"NULL":true}}""", RelaxedRecordImage.Read));
    }

    [Fact]
    public void Settings_of_a_type_choose_how_times_and_enums_are_read()
    {
        var read = Image.Read(
            """
            {"when":{"S":"2024-05-06T07:08:09.000Z"},"expires":{"N":"1714979289"},"main_color":{"S":"gREEN"},
             "times":{"L":[{"S":"2024-05-06T07:08:09.000Z"}]},"colors":{"M":{"green":{"S":"red"}}}}
            """,
            RelaxationsImage.Read);

        var expected = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc).ToLocalTime();
        Assert.All([read.When, read.Expires, read.Times[0]], t => Assert.Equal((expected, DateTimeKind.Local), (t, t.Kind)));
        Assert.Equal((Color.Green, Color.Red), (read.MainColor, read.Colors[Color.Green]));
    }

    [Fact]
    public void Hiding_overriding_and_private_members_are_read_as_the_SDK_does()
    {
        var read = Image.Read(
            """
            {"secret":{"S":"s"},"Value":{"N":"5"},"v":{"S":"other"},"Ignored":{"N":"9"},"renamed":{"N":"7"},"Count":{"N":"3"},
             "Shared":{"S":"x"},"Item":{"S":"x"}}
            """,
            HidingImage.Read);

        Assert.Equal(("s", 5, "initial"), (read.RevealedSecret(), read.Value, ((HidingBase)read).Value));
        Assert.Equal((2, 7, 3), (read.Ignored, read.Renamed, read.RevealedCount()));
        Assert.Equal("shared", Hiding.Shared);
    }

    [Fact]
    public void Attributes_that_steer_the_SDKs_writing_are_plain_names_to_reading()
    {
        var read = Image.Read(
            """
            {"Id":{"S":"1"},"sk":{"N":"2"},"v":{"N":"3"},"hits":{"N":"4"},"touched":{"S":"2024-05-06T07:08:09.1234567Z"},
             "once":{"S":"o"},"owner":{"S":"w"},"rank":{"N":"5"},"day":{"S":"d"},"Vector":{"L":[{"N":"0.5"},{"N":"1"}]}}
            """,
            AnnotatedImage.Read);

        Assert.Equal(("1", 2, 3, 4), (read.Id, read.Sort, read.Version, read.Hits));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(1234567), read.Touched);
        Assert.Equal(("o", "w", 5, "d"), (read.Once, read.Owner, read.Rank, read.Day));
        Assert.Equal([0.5f, 1f], read.Vector!);
    }

    [Fact]
    public void Generic_types_are_read()
    {
        var read = Image.Read(
            """{"First":{"N":"1"},"Rest":{"NS":["2","3"]},"Inner":{"M":{"First":{"S":"a"},"Rest":{"SS":["b"]}}}}""",
            BatchOfInt32Image.Read);

        Assert.Equal((1, "a", "b"), (read.First, read.Inner!.First, Assert.Single(read.Inner.Rest)));
        Assert.Equal([2, 3], read.Rest);
    }

#if NET9_0_OR_GREATER
    [Fact]
    public void Members_of_generic_types_that_are_not_public_are_reached()
    {
        var read = Image.Read(
            """
            {"Body":{"M":{"Radius":{"N":"1"}}},"Stamp":{"N":"2"},"Sealed":{"M":{"Value":{"N":"3"}}},
             "Signed":{"M":{"By":{"S":"me"},"Value":{"M":{"Radius":{"N":"4"}}}}}}
            """,
            EnvelopeOfCircleAndInt32Image.Read);

        Assert.Equal((1, 2, 3), (read.Body.Radius, read.Stamp, read.Sealed.Value));
        Assert.Equal((4, "me"), (read.Signed!.Value.Radius, read.Signed.By));
        Assert.Single(read.Bodies);
        Assert.Equal("Body", Image.Refuses("{}", EnvelopeOfCircleAndInt32Image.Read).Attribute);
    }
#endif
}
