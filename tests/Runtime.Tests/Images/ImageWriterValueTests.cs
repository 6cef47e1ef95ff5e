using System.Numerics;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageWriterValueTests
{
    private static readonly DateTime Time = new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc).AddTicks(9999);

    public enum Status : byte
    {
        New,
        Paid = 7,
    }

    /// <summary>What <c>DynamoDBContext</c> of the AWS SDK writes (4.0.109.3), and what it has no form for.</summary>
    public static TheoryData<string, Action<ImageWriter>> Values => new()
    {
        { """{"S":""}""", static w => w.WriteString("") },
        { """{"S":"a\"\\é\uD83D\uDE00\u0000\n"}""", static w => w.WriteString("a\"\\é😀\u0000\n") },
        { """{"S":"x"}""", static w => w.WriteChar('x') },
        { """{"BOOL":true}""", static w => w.WriteBoolean(true) },
        { """{"BOOL":false}""", static w => w.WriteBoolean(false) },
        { """{"N":"-128"}""", static w => w.WriteSByte(sbyte.MinValue) },
        { """{"N":"255"}""", static w => w.WriteByte(byte.MaxValue) },
        { """{"N":"-32768"}""", static w => w.WriteInt16(short.MinValue) },
        { """{"N":"65535"}""", static w => w.WriteUInt16(ushort.MaxValue) },
        { """{"N":"-2147483648"}""", static w => w.WriteInt32(int.MinValue) },
        { """{"N":"4294967295"}""", static w => w.WriteUInt32(uint.MaxValue) },
        { """{"N":"-9223372036854775808"}""", static w => w.WriteInt64(long.MinValue) },
        { """{"N":"18446744073709551615"}""", static w => w.WriteUInt64(ulong.MaxValue) },
        { """{"N":"1.10"}""", static w => w.WriteDecimal(1.10m) },
        { """{"N":"0.0000000000000000000000000001"}""", static w => w.WriteDecimal(0.0000000000000000000000000001m) },
        { """{"N":"79228162514264337593543950335"}""", static w => w.WriteDecimal(decimal.MaxValue) },
        { """{"N":"0.1"}""", static w => w.WriteDouble(0.1) },
        { """{"N":"1e+21"}""", static w => w.WriteDouble(1e21) },
        { """{"N":"-1e-07"}""", static w => w.WriteDouble(-1e-7) },
        { """{"N":"3"}""", static w => w.WriteDouble(3) },
        { """{"N":"0.33333334"}""", static w => w.WriteSingle(1f / 3) },
        { """{"N":"1e+10"}""", static w => w.WriteSingle(1e10f) },
        { """{"N":"0.3333"}""", static w => w.WriteHalf((Half)(1.0 / 3)) },
        { """{"N":"12345678901234567890123456789012345678"}""", static w => w.WriteBigInteger(BigInteger.Parse("12345678901234567890123456789012345678", null)) },
        { """{"M":{"Lower":{"N":"18446744073709551615"},"Upper":{"N":"18446744073709551615"}}}""", static w => w.WriteInt128(-1) },
        { """{"M":{"Lower":{"N":"5"},"Upper":{"N":"0"}}}""", static w => w.WriteUInt128(5) },
        { """{"N":"7"}""", static w => w.WriteEnum(Status.Paid) },
        { """{"N":"99"}""", static w => w.WriteEnumIgnoreCase((Status)99) },
        { """{"S":"6f9619ff-8b86-d011-b42d-00c04fc964ff"}""", static w => w.WriteGuid(new("6F9619FF8B86D011B42D00C04FC964FF")) },
        { """{"S":"2026-02-03T04:05:06.789Z"}""", static w => w.WriteDateTime(Time) },
        { """{"S":"2026-02-03T04:05:06.789Z"}""", static w => w.WriteLocalDateTime(Time.ToLocalTime()) },
        { """{"N":"1770091508"}""", static w => w.WriteEpochDateTime(Time.AddSeconds(0.8)) },
        { """{"N":"2"}""", static w => w.WriteEpochDateTime(DateTime.UnixEpoch.AddSeconds(2.5)) },
        { """{"N":"-1"}""", static w => w.WriteLocalEpochDateTime(DateTime.UnixEpoch.AddSeconds(-1).ToLocalTime()) },
        { """{"S":"2026-02-03T04:05:06.0000001+02:00"}""", static w => w.WriteDateTimeOffset(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)).AddTicks(1)) },
        { """{"S":"0001-01-01"}""", static w => w.WriteDateOnly(DateOnly.MinValue) },
        { """{"S":"01:02:03.004"}""", static w => w.WriteTimeOnly(new TimeOnly(1, 2, 3, 4, 999)) },
        { """{"S":"-1.02:03:04.0000001"}""", static w => w.WriteTimeSpan(-new TimeSpan(1, 2, 3, 4) - new TimeSpan(1)) },
        { """{"N":"-3"}""", static w => w.WriteTimeSpanTicks(new(-3)) },
        { """{"N":"1500.5"}""", static w => w.WriteTimeSpanMilliseconds(TimeSpan.FromMicroseconds(1500500)) },
        { """{"N":"1.5"}""", static w => w.WriteTimeSpanSeconds(TimeSpan.FromSeconds(1.5)) },
        { """{"N":"1.5"}""", static w => w.WriteTimeSpanMinutes(TimeSpan.FromMinutes(1.5)) },
        { """{"N":"1.5"}""", static w => w.WriteTimeSpanHours(TimeSpan.FromHours(1.5)) },
        { """{"N":"1.5"}""", static w => w.WriteTimeSpanDays(TimeSpan.FromDays(1.5)) },
        { """{"S":"a/b?c"}""", static w => w.WriteUri(new Uri("a/b?c", UriKind.Relative)) },
        { """{"S":"1.2.3"}""", static w => w.WriteVersion(new Version(1, 2, 3)) },
        { """{"B":"+/8="}""", static w => w.WriteBytes([0xfb, 0xff]) },
        { """{"B":""}""", static w => w.WriteBytes([]) },
        { """{"B":"AQ=="}""", static w => w.WriteMemory(new byte[] { 1 }) },
        { """{"B":"AQI="}""", static w => w.WriteMemoryStream(new MemoryStream([1, 2]) { Position = 1 }) },
        { """{"NULL":true}""", static w => w.WriteNull() },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_written_as_the_AWS_SDK_writes_them(string expected, Action<ImageWriter> write) =>
        Assert.Equal(expected, Writing.Value(write));

    [Fact]
    public void A_time_of_unspecified_kind_is_local()
    {
        var local = new DateTime(2026, 2, 3, 4, 5, 6);
        var expected = Writing.Value(w => w.WriteDateTime(DateTime.SpecifyKind(local, DateTimeKind.Local)));

        Assert.Equal(expected, Writing.Value(w => w.WriteDateTime(local)));
    }

    [Fact]
    public void Seconds_since_1970_are_written_at_the_top_only() =>
        Assert.Equal(
            """{"M":{"e":{"S":"1970-01-01T00:00:02.000Z"}}}""",
            Writing.Value(static w =>
            {
                w.BeginMap();
                w.WriteName("e"u8);
                w.WriteEpochDateTime(DateTime.UnixEpoch.AddSeconds(2));
                w.EndMap();
            }));

    [Fact]
    public void In_V1_booleans_are_numbers()
    {
        Assert.Equal("""{"N":"1"}""", Writing.Value(static w => w.WriteBoolean(true), ConversionSchema.V1));
        Assert.Equal("""{"N":"0"}""", Writing.Value(static w => w.WriteBoolean(false), ConversionSchema.V1));
    }

    [Fact]
    public void Long_texts_are_written_whole()
    {
        var text = string.Concat(Enumerable.Repeat("é名a", 5000));

        Assert.Equal($$"""{"S":"{{text}}"}""", Writing.Value(w => w.WriteString(text)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1E126)]
    [InlineData(-9.9E-131)]
    public void Numbers_that_DynamoDB_does_not_store_are_an_error(double value)
    {
        var error = Writing.Failure(w => w.WriteDouble(value));

        Assert.Equal(("a", WireType.Number, typeof(double)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Contains("cannot be written to attribute 'a' as N", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_themselves_are_written()
    {
        Assert.Equal("""{"N":"1e-130"}""", Writing.Value(static w => w.WriteDouble(1E-130)));
        Assert.Equal("""{"N":"9.99e+125"}""", Writing.Value(static w => w.WriteDouble(9.99E+125)));
        Assert.Equal("""{"N":"0"}""", Writing.Value(static w => w.WriteDouble(0)));
    }

    [Fact]
    public void Integers_have_38_digits_before_their_zeroes()
    {
        var digits = BigInteger.Pow(10, 38) - 1;
        var scale = BigInteger.Pow(10, 88);

        Assert.Equal($$"""{"N":"-{{digits * scale}}"}""", Writing.Value(w => w.WriteBigInteger(-digits * scale)));
        Writing.Failure(w => w.WriteBigInteger((digits * 10) + 1));
        Writing.Failure(w => w.WriteBigInteger(digits * scale * 10));
    }

    [Fact]
    public void A_text_that_is_no_Unicode_is_an_error()
    {
        Writing.Failure(static w => w.WriteString("a\ud800"));
        Writing.Failure(static w => w.WriteChar('\udc00'));
    }

    [Theory]
    [InlineData("""{"S":"a"}""")]
    [InlineData("""{"N":"1.50"}""")]
    [InlineData("""{"B":"AQ=="}""")]
    [InlineData("""{"BOOL":false}""")]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"M":{"x":{"L":[{"M":{"y":{"BOOL":true}}},{"L":[]}]}}}""")]
    [InlineData("""{"SS":["a","b"]}""")]
    [InlineData("""{"NS":["1","2"]}""")]
    [InlineData("""{"BS":["AQ==",""]}""")]
    public void Raw_values_are_written_as_they_are(string value)
    {
        var raw = Reading.Value(value, static (ref ImageReader r) => r.ReadAttributeValue());

        Assert.Equal(value, Writing.Value(w => w.WriteAttributeValue(raw)));
        Assert.Equal(value, Writing.Value(w => w.WriteAttributeValue(raw), ConversionSchema.V1));
    }

    [Fact]
    public void Raw_values_that_are_none_are_an_error()
    {
        Writing.Failure(static w => w.WriteAttributeValue(new AttributeValue()));
        Writing.Failure(static w => w.WriteAttributeValue(new AttributeValue { SS = [] }));
        Writing.Failure(static w => w.WriteAttributeValue(new AttributeValue { S = "1", N = "1" }));
        Writing.Failure(static w => w.WriteAttributeValue(new AttributeValue { N = "one" }));
    }
}
