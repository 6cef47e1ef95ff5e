using System.Numerics;
using DynamoHandlers.Runtime.Tests.Images;
using DynamoHandlers.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Wire;

public sealed class SequenceNumberTests
{
    private static readonly Gen<string> Digits =
        from zeroes in Gen.Choose(0, 3)
        from digits in Gen.Choose('0', '9').Select(d => (char)d).ArrayOf()
        select new string('0', zeroes) + new string([.. digits.Take(36)]) is { Length: > 0 } text ? text : "0";

    [Fact]
    public void They_are_ordered_and_equal_as_numbers() =>
        Prop.ForAll(Digits.ToArbitrary(), Digits.ToArbitrary(), static (a, b) =>
        {
            var (left, right) = (new SequenceNumber(a), new SequenceNumber(b));
            var expected = BigInteger.Parse(a).CompareTo(BigInteger.Parse(b));
            return Math.Sign(left.CompareTo(right)) == expected
                && left.Equals(right) == (expected == 0)
                && left == right == (expected == 0)
                && left < right == expected < 0
                && left <= right == expected <= 0
                && (expected != 0 || left.GetHashCode() == right.GetHashCode());
        }).Check(Properties.Runs);

    [Fact]
    public void No_position_comes_before_all_others_and_equals_only_itself()
    {
        var zero = new SequenceNumber("0");

        Assert.True(default(SequenceNumber).IsNone);
        Assert.False(zero.IsNone);
        Assert.True(default(SequenceNumber) < zero);
        Assert.True(zero > default(SequenceNumber));
        Assert.NotEqual(default, zero);
        Assert.Equal(default, new SequenceNumber(""));
        Assert.Equal(0, default(SequenceNumber).CompareTo(default));
        Assert.Equal("", default(SequenceNumber).ToString());
    }

    [Fact]
    public void The_services_text_is_kept()
    {
        var number = new SequenceNumber("000000000000000000012");

        Assert.Equal("000000000000000000012", number.ToString());
        Assert.Equal(new SequenceNumber("12"), number);
    }
}
