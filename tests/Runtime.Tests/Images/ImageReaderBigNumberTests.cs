using System.Globalization;
using System.Numerics;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderBigNumberTests
{
    private static readonly BigInteger Digits38 = BigInteger.Pow(10, 38) - 1;

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    [InlineData("-9.9999999999999999999999999999999999999E+37", "-99999999999999999999999999999999999999")]
    [InlineData("1E40", "10000000000000000000000000000000000000000")]
    [InlineData("1200E-2", "12")]
    public void A_big_integer_is_read_in_every_form(string text, string expected)
    {
        var value = BigInteger.Parse(expected, CultureInfo.InvariantCulture);

        Assert.Equal(value, Reading.Value($$"""{"N":"{{text}}"}""", static (ref ImageReader r) => r.ReadBigInteger()));
        Assert.Equal(value, Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadBigInteger()));
    }

    [Theory]
    [InlineData("""{"N":"1.5"}""", "it has a fraction")]
    [InlineData("""{"N":"1E126"}""", "it has more than 126 digits")]
    [InlineData("""{"S":"1E999999"}""", "it has more than 126 digits")]
    [InlineData("""{"S":"x"}""", "it is not a number")]
    [InlineData("""{"BOOL":true}""", "wire type BOOL")]
    [InlineData("""{"M":{"Lower":{"N":"1"},"Upper":{"N":"0"}}}""", "wire type M")]
    public void What_is_no_big_integer_is_an_error_that_says_why(string value, string reason) => Assert.Contains(
        reason,
        Reading.Failure(value, static (ref ImageReader r) => r.ReadBigInteger()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_largest_number_of_DynamoDB_is_read() => Assert.Equal(
        Digits38 * BigInteger.Pow(10, 88),
        Reading.Value($$"""{"N":"{{Digits38}}E88"}""", static (ref ImageReader r) => r.ReadBigInteger()));

    [Fact]
    public void Integers_of_128_bits_read_their_whole_range_and_nothing_beyond()
    {
        Range(static (ref ImageReader r) => r.ReadInt128());
        Range(static (ref ImageReader r) => r.ReadUInt128());

        static void Range<T>(Reading.Read<T> read)
            where T : IBinaryInteger<T>, IMinMaxValue<T>
        {
            foreach (var form in new[] { "{0}", "{0}.0", "{0}0E-1" })
            {
                Assert.Equal(T.MinValue, Reading.Value(N(form, BigInteger.CreateChecked(T.MinValue)), read));
                Assert.Equal(T.MaxValue, Reading.Value(N(form, BigInteger.CreateChecked(T.MaxValue)), read));
                Assert.Contains(
                    "it is not between",
                    Reading.Failure(N(form, BigInteger.CreateChecked(T.MinValue) - 1), read).Message,
                    StringComparison.Ordinal);
                Reading.Failure(N(form, BigInteger.CreateChecked(T.MaxValue) + 1), read);
            }
        }

        static string N(string form, BigInteger value) =>
            $$"""{"N":"{{string.Format(CultureInfo.InvariantCulture, form, value)}}"}""";
    }

    [Fact]
    public void Integers_of_128_bits_are_read_from_the_SDKs_halves_in_any_order()
    {
        Prop.ForAll<ulong, ulong>(static (upper, lower) =>
        {
            var unsigned = new UInt128(upper, lower);
            foreach (var map in new[]
            {
                $$"""{"M":{"Lower":{"N":"{{lower}}"},"Upper":{"N":"{{upper}}"} } }""",
                $$"""{"M":{"Upper":{"N":"{{upper}}"},"Lower":{"N":"{{lower}}"} } }""",
            })
            {
                Assert.Equal(unsigned, Reading.Value(map, static (ref ImageReader r) => r.ReadUInt128()));
                Assert.Equal((Int128)unsigned, Reading.Value(map, static (ref ImageReader r) => r.ReadInt128()));
            }
        }).Check(Properties.Runs);
    }

    [Theory]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"M":{"Lower":{"N":"1"}}}""")]
    [InlineData("""{"M":{"Upper":{"N":"1"}}}""")]
    [InlineData("""{"M":{"Lower":{"N":"1"},"Upper":{"N":"1"},"x":{"N":"1"}}}""")]
    [InlineData("""{"M":{"Lower":{"N":"-1"},"Upper":{"N":"1"}}}""")]
    [InlineData("""{"M":{"Lower":{"N":"18446744073709551616"},"Upper":{"N":"1"}}}""")]
    [InlineData("""{"NULL":true}""")]
    public void Nothing_else_is_an_integer_of_128_bits(string value)
    {
        Reading.Failure(value, static (ref ImageReader r) => r.ReadInt128());
        Reading.Failure(value, static (ref ImageReader r) => r.ReadUInt128());
    }

    [Fact]
    public void A_half_is_rounded_to_the_nearest_and_refused_out_of_range()
    {
        Assert.Equal((Half)1.5, Reading.Value("""{"N":"1.5"}""", static (ref ImageReader r) => r.ReadHalf()));
        Assert.Equal((Half)0.1, Reading.Value("""{"S":"0.1000001"}""", static (ref ImageReader r) => r.ReadHalf()));
        Assert.Equal(Half.MaxValue, Reading.Value("""{"N":"65504"}""", static (ref ImageReader r) => r.ReadHalf()));
        Assert.Contains(
            "it is out of range",
            Reading.Failure("""{"N":"65520"}""", static (ref ImageReader r) => r.ReadHalf()).Message,
            StringComparison.Ordinal);
        Reading.Failure("""{"S":"NaN"}""", static (ref ImageReader r) => r.ReadHalf());
        Reading.Failure("""{"L":[]}""", static (ref ImageReader r) => r.ReadHalf());
    }
}
