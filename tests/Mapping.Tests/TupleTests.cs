using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class TupleTests
{
    [Fact]
    public void Tuples_are_read_from_what_the_SDK_writes()
    {
        var read = Image.Read(
            """
            {"Pair":{"M":{"Item2":{"S":"a"},"Item1":{"N":"2"},"Other":{"S":"x"}}},
             "Maybe":{"M":{"Item1":{"N":"3"},"Item2":{"S":"b"}}},
             "Old":{"M":{"Item1":{"S":"c"},"Item2":{"M":{"X":{"N":"4"},"Y":{"N":"5"}}}}},
             "Entry":{"M":{"Key":{"S":"d"},"Value":{"N":"6"}}},
             "Nine":{"M":{"Item1":{"N":"1"},"Item2":{"N":"2"},"Item3":{"N":"3"},"Item4":{"N":"4"},"Item5":{"N":"5"},
              "Item6":{"N":"6"},"Item7":{"N":"7"},"Rest":{"M":{"Item1":{"S":"e"},"Item2":{"S":"Green"}}}}},
             "Shapes":{"L":[{"M":{"Item1":{"S":"f"},"Item2":{"L":[{"M":{"Item1":{"N":"8"},"Item2":{"N":"9"}}}]}}}]}}
            """,
            TuplesImage.Read);

        Assert.Equal((2, "a"), read.Pair);
        Assert.Equal((3, "b"), read.Maybe);
        Assert.Equal(Tuple.Create("c", new Point(4, 5)), read.Old);
        Assert.Equal(new KeyValuePair<string, int?>("d", 6), read.Entry);
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, "e", Color.Green), read.Nine);
        Assert.Equal("f", Assert.Single(read.Shapes).Name);
        Assert.Equal((8, 9), Assert.Single(read.Shapes[0].Points));
    }

    [Fact]
    public void Items_that_are_absent_or_NULL_are_null_or_default()
    {
        var read = Image.Read(
            """{"Pair":{"M":{"Item1":{"NULL":true}}},"Maybe":{"M":{}},"Old":{"M":{}},"Entry":{"M":{"Value":{"NULL":true}}}}""",
            TuplesImage.Read);

        Assert.Equal((0, null), read.Pair);
        Assert.Equal((0, null!), read.Maybe);
        Assert.Equal((null, default(Point)), (read.Old?.Item1, read.Old?.Item2));
        Assert.Equal(default, read.Entry);
    }

    [Fact]
    public void A_tuple_that_is_absent_keeps_its_initial_value_and_one_that_is_NULL_is_null_or_default()
    {
        Assert.Equal((1, "initial"), Image.Read("{}", TuplesImage.Read).Pair);
        var nulls = Image.Read("""{"Pair":{"NULL":true},"Maybe":{"NULL":true},"Old":{"NULL":true}}""", TuplesImage.Read);
        Assert.Equal((default((int, string?)), null, null), (nulls.Pair, nulls.Maybe, nulls.Old));
    }

    [Fact]
    public void An_item_of_another_type_is_an_error_with_its_path()
    {
        var error = Image.Refuses("""{"Shapes":{"L":[{"M":{"Item1":{"BOOL":true}}}]}}""", TuplesImage.Read);

        Assert.Equal(("Shapes[0].Item1", WireType.Boolean, typeof(string)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Equal(typeof((int, string)), Image.Refuses("""{"Pair":{"L":[]}}""", TuplesImage.Read).TargetType);
    }
}
