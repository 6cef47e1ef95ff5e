using System.Globalization;
using System.Numerics;
using DynamoHandlers.Testing.InMemory.Values;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Testing.Tests.InMemory.Values;

public sealed class DynamoNumberTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(2025, 7);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("007.50", "7.5")]
    [InlineData("1200", "1200")]
    [InlineData("12E2", "1200")]
    [InlineData("-1.5e-3", "-0.0015")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("+3", "3")]
    [InlineData("0E99999", "0")]
    public void It_is_written_plainly_and_without_needless_zeroes(string text, string plain) =>
        Assert.Equal(plain, Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("NaN")]
    [InlineData("123456789012345678901234567890123456789")]
    [InlineData("1E126")]
    [InlineData("1E-131")]
    [InlineData("1E999999999999")]
    public void What_the_service_refuses_is_refused(string text)
    {
        Assert.Null(DynamoNumber.TryParse(text, out var error));
        Assert.NotNull(error);
    }

    [Fact]
    public void The_largest_and_the_smallest_are_kept_exactly()
    {
        Assert.Equal(new string('9', 38) + new string('0', 88), Parse("9.9999999999999999999999999999999999999E125").ToString());
        Assert.Equal("0." + new string('0', 129) + "1", Parse("1E-130").ToString());
        Assert.Equal("-12345678901234567890123456789012345678", Parse("-12345678901234567890123456789012345678").ToString());
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("7", 2)]
    [InlineData("12", 2)]
    [InlineData("123", 3)]
    [InlineData("-123", 4)]
    [InlineData("12300", 3)]
    public void Its_size_is_about_a_byte_for_two_digits(string text, int size) => Assert.Equal(size, Parse(text).Size);

    [Fact]
    public void Sums_and_differences_are_those_of_exact_arithmetic() => Check.One(Seeded, Prop.ForAll(Pairs, static pair =>
    {
        var (a, b) = pair;
        var scale = Math.Min(a.Exponent, b.Exponent);
        var sum = a.Scaled(scale) + b.Scaled(scale);
        var difference = a.Scaled(scale) - b.Scaled(scale);
        return a.Number.Add(b.Number).Equals(Shifted(sum, scale)) && a.Number.Subtract(b.Number).Equals(Shifted(difference, scale));
    }));

    [Fact]
    public void Order_and_equality_are_those_of_exact_arithmetic() => Check.One(Seeded, Prop.ForAll(Pairs, static pair =>
    {
        var (a, b) = pair;
        var scale = Math.Min(a.Exponent, b.Exponent);
        var order = a.Scaled(scale).CompareTo(b.Scaled(scale));
        return Math.Sign(a.Number.CompareTo(b.Number)) == order
            && a.Number.Equals(b.Number) == (order == 0)
            && (order != 0 || a.Number.GetHashCode() == b.Number.GetHashCode());
    }));

    [Fact]
    public void What_is_written_reads_back_as_the_same_number() => Check.One(Seeded, Prop.ForAll(Pairs, static pair =>
        Parse(pair.A.Number.ToString()).Equals(pair.A.Number)));

    // Few digits and near exponents: equal numbers in different dress come up often, and sums stay within 38 digits.
    private static Arbitrary<(Sample A, Sample B)> Pairs
    {
        get
        {
            var sample = Gen.OneOf(Gen.Choose(-20, 20).Select(static m => (long)m), Gen.Choose(int.MinValue, int.MaxValue).Select(static m => m * 3_000_017L))
                .SelectMany(static mantissa => Gen.Choose(-8, 8).Select(exponent => new Sample(mantissa, exponent)));
            return Arb.From(sample.SelectMany(a => sample.Select(b => (a, b))));
        }
    }

    private static DynamoNumber Parse(string text) => DynamoNumber.TryParse(text, out var error) ?? throw new FormatException(error);

    private static DynamoNumber Shifted(BigInteger mantissa, int exponent) =>
        Parse(string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{exponent}"));

    private sealed record Sample(long Mantissa, int Exponent)
    {
        public DynamoNumber Number => Shifted(Mantissa, Exponent);

        public BigInteger Scaled(int scale) => Mantissa * BigInteger.Pow(10, Exponent - scale);
    }
}
