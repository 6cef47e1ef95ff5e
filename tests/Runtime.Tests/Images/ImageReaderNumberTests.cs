using System.Globalization;
using System.Numerics;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("007", 7)]
    [InlineData("+7", 7)]
    [InlineData("1.0", 1)]
    [InlineData("1E2", 100)]
    [InlineData("1.5e+1", 15)]
    [InlineData("1200E-2", 12)]
    [InlineData("10000000000000000000000000000000000000E-37", 1)]
    [InlineData("2147483647.000000000000000000000000000", int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    public void Integral_numbers_are_read_in_every_form(string text, int expected)
    {
        Assert.Equal(expected, Reading.Value($$"""{"N":"{{text}}"}""", static (ref ImageReader r) => r.ReadInt32()));
        Assert.Equal(expected, Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadInt32()));
        Assert.Equal(expected, Reading.Value($$"""{"S":"\u{{(int)text[0]:x4}}{{text[1..]}}"}""", static (ref ImageReader r) => r.ReadInt64()));
        Assert.Equal(expected, Reading.Value($$"""{"N":"{{text}}"}""", static (ref ImageReader r) => r.ReadDecimal()));
    }

    [Theory]
    [InlineData("1.5", "it has a fraction")]
    [InlineData("1E-1", "it has a fraction")]
    [InlineData("2147483648", "it is not between -2147483648 and 2147483647")]
    [InlineData("-2147483649", "it is not between")]
    [InlineData("99999999999999999999999999999999999999", "it is not between")]
    [InlineData("1E125", "it is not between")]
    [InlineData("", "it is not a number")]
    [InlineData(" 1", "it is not a number")]
    [InlineData("1 ", "it is not a number")]
    [InlineData("1,000", "it is not a number")]
    [InlineData("0x1", "it is not a number")]
    [InlineData(".", "it is not a number")]
    [InlineData("1.2.3", "it is not a number")]
    [InlineData("E5", "it is not a number")]
    [InlineData("1E", "it is not a number")]
    [InlineData("1E+", "it is not a number")]
    [InlineData("--1", "it is not a number")]
    [InlineData("1\\u0000", "it is not a number")]
    [InlineData("1E9999999999999", "it is not a number")]
    public void What_no_integer_can_hold_is_an_error_that_says_why(string text, string reason) =>
        Assert.Contains(
            reason,
            Reading.Failure($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadInt32()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_integer_type_reads_its_whole_range_and_nothing_beyond()
    {
        Range(static (ref ImageReader r) => r.ReadSByte());
        Range(static (ref ImageReader r) => r.ReadByte());
        Range(static (ref ImageReader r) => r.ReadInt16());
        Range(static (ref ImageReader r) => r.ReadUInt16());
        Range(static (ref ImageReader r) => r.ReadInt32());
        Range(static (ref ImageReader r) => r.ReadUInt32());
        Range(static (ref ImageReader r) => r.ReadInt64());
        Range(static (ref ImageReader r) => r.ReadUInt64());

        static void Range<T>(Reading.Read<T> read)
            where T : IBinaryInteger<T>, IMinMaxValue<T>
        {
            foreach (var form in new[] { "{0}", "{0}.0", "{0}0E-1" })
            {
                Assert.Equal(T.MinValue, Reading.Value(N(form, BigInteger.CreateChecked(T.MinValue)), read));
                Assert.Equal(T.MaxValue, Reading.Value(N(form, BigInteger.CreateChecked(T.MaxValue)), read));
                Reading.Failure(N(form, BigInteger.CreateChecked(T.MinValue) - 1), read);
                Reading.Failure(N(form, BigInteger.CreateChecked(T.MaxValue) + 1), read);
            }
        }
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335")]
    [InlineData("1234567890.123456789012345678")]
    public void Decimals_are_read_exactly(string text) =>
        Assert.Equal(
            decimal.Parse(text, CultureInfo.InvariantCulture),
            Reading.Value($$"""{"N":"{{text}}"}""", static (ref ImageReader r) => r.ReadDecimal()));

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1.23456789012345678901234567890123456789")]
    [InlineData("7.92281625142643375935439503351")]
    [InlineData("1E29")]
    [InlineData("1E-130")]
    public void A_decimal_is_never_rounded_silently(string text) =>
        Assert.Contains(
            "it would lose digits",
            Reading.Failure($$"""{"N":"{{text}}"}""", static (ref ImageReader r) => r.ReadDecimal()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Floating_point_numbers_round_to_the_nearest_but_never_to_infinity()
    {
        Assert.Equal(0.1, Reading.Value("""{"N":"0.1"}""", static (ref ImageReader r) => r.ReadDouble()));
        Assert.Equal(0.1f, Reading.Value("""{"S":"0.1"}""", static (ref ImageReader r) => r.ReadSingle()));
        Assert.Equal(9.9999999999999999999999999999999999999E+125, Reading.Value("""{"N":"9.9999999999999999999999999999999999999E+125"}""", static (ref ImageReader r) => r.ReadDouble()));
        Reading.Failure("""{"N":"1E309"}""", static (ref ImageReader r) => r.ReadDouble());
        Reading.Failure("""{"N":"1E39"}""", static (ref ImageReader r) => r.ReadSingle());
        Reading.Failure("""{"S":"NaN"}""", static (ref ImageReader r) => r.ReadDouble());
        Reading.Failure("""{"S":"Infinity"}""", static (ref ImageReader r) => r.ReadDouble());
        Reading.Failure("""{"S":" 1"}""", static (ref ImageReader r) => r.ReadDouble());
    }

    [Fact]
    public void Numbers_written_by_NET_are_read_back()
    {
        Prop.ForAll<long>(n => n == Reading.Value(N("{0}", n), static (ref ImageReader r) => r.ReadInt64())).Check(Properties.Runs);
        Prop.ForAll<decimal>(n => n == Reading.Value(N("{0}", n), static (ref ImageReader r) => r.ReadDecimal())).Check(Properties.Runs);
        Prop.ForAll<double>(n => !double.IsFinite(n) || n == Reading.Value(N("{0:R}", n), static (ref ImageReader r) => r.ReadDouble())).Check(Properties.Runs);
        Prop.ForAll<float>(n => !float.IsFinite(n) || n == Reading.Value(N("{0:R}", n), static (ref ImageReader r) => r.ReadSingle())).Check(Properties.Runs);
    }

    private static string N<T>(string form, T number) =>
        $$"""{"N":"{{string.Format(CultureInfo.InvariantCulture, form, number)}}"}""";
}
