using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderValueTests
{
    private enum Status : byte
    {
        New,
        Paid = 7,
    }

    [Flags]
    private enum Rights : ulong
    {
        None = 0,
        Read = 1,
        Write = 2,
        Own = 1UL << 63,
    }

    private enum Signed : short
    {
        Low = short.MinValue,
    }

    [Theory]
    [InlineData("""{"S":""}""", "")]
    [InlineData("""{"S":"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00😀"}""", "a\"\\/\b\f\n\r\té😀😀")]
    [InlineData("""{"N":"1.50"}""", "1.50")]
    public void Strings_are_read_from_texts_and_numbers(string value, string expected) =>
        Assert.Equal(expected, Reading.Value(value, static (ref ImageReader r) => r.ReadString()));

    [Fact]
    public void A_text_that_is_no_Unicode_is_an_error() =>
        Reading.Failure("""{"S":"\ud800"}""", static (ref ImageReader r) => r.ReadString());

    [Theory]
    [InlineData("""{"BOOL":true}""", true)]
    [InlineData("""{"BOOL":false}""", false)]
    [InlineData("""{"N":"0"}""", false)]
    [InlineData("""{"N":"-0.0E5"}""", false)]
    [InlineData("""{"N":"1"}""", true)]
    [InlineData("""{"N":"0.1"}""", true)]
    [InlineData("""{"S":"True"}""", true)]
    [InlineData("""{"S":"FALSE"}""", false)]
    [InlineData("""{"S":"1"}""", true)]
    [InlineData("""{"S":"0"}""", false)]
    public void Booleans_are_read_from_flags_numbers_and_words(string value, bool expected) =>
        Assert.Equal(expected, Reading.Value(value, static (ref ImageReader r) => r.ReadBoolean()));

    [Theory]
    [InlineData("""{"S":"yes"}""")]
    [InlineData("""{"N":"x"}""")]
    [InlineData("""{"NULL":true}""")]
    public void Nothing_else_is_a_boolean(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadBoolean());

    [Theory]
    [InlineData("""{"N":"7"}""", 7)]
    [InlineData("""{"N":"7.0"}""", 7)]
    [InlineData("""{"N":"200"}""", 200)]
    [InlineData("""{"S":"Paid"}""", 7)]
    [InlineData("""{"S":"7"}""", 7)]
    [InlineData("""{"M":{"value__":{"N":"7"}}}""", 7)]
    public void An_enum_is_read_from_its_number_its_member_or_the_SDKs_wrapped_number(string value, int expected) =>
        Assert.Equal((Status)expected, Reading.Value(value, static (ref ImageReader r) => r.ReadEnum<Status>()));

    [Theory]
    [InlineData("""{"N":"256"}""")]
    [InlineData("""{"N":"-1"}""")]
    [InlineData("""{"N":"1.5"}""")]
    [InlineData("""{"S":"256"}""")]
    [InlineData("""{"S":"paid"}""")]
    [InlineData("""{"S":" Paid"}""")]
    [InlineData("""{"S":"New,Paid"}""")]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"M":{"value":{"N":"7"}}}""")]
    [InlineData("""{"M":{"value__":{"S":"7"}}}""")]
    [InlineData("""{"M":{"value__":{"N":"7"},"x":{"N":"7"}}}""")]
    [InlineData("""{"BOOL":true}""")]
    public void Nothing_else_is_an_enum(string value)
    {
        var error = Reading.Failure(value, static (ref ImageReader r) => r.ReadEnum<Status>());

        Assert.Equal(typeof(Status), error.TargetType);
    }

    [Fact]
    public void Enums_of_every_underlying_type_and_lists_of_flags_are_read()
    {
        Assert.Equal(Rights.Read | Rights.Write, Reading.Value("""{"S":"Read, Write"}""", static (ref ImageReader r) => r.ReadEnum<Rights>()));
        Assert.Equal(Rights.Own, Reading.Value("""{"N":"9223372036854775808"}""", static (ref ImageReader r) => r.ReadEnum<Rights>()));
        Assert.Equal(Signed.Low, Reading.Value("""{"N":"-32768"}""", static (ref ImageReader r) => r.ReadEnum<Signed>()));
        Assert.Equal(DayOfWeek.Friday, Reading.Value("""{"N":"5"}""", static (ref ImageReader r) => r.ReadEnum<DayOfWeek>()));
        Reading.Failure("""{"S":"Read, Fly"}""", static (ref ImageReader r) => r.ReadEnum<Rights>());
        Reading.Failure("""{"N":"18446744073709551616"}""", static (ref ImageReader r) => r.ReadEnum<Rights>());
    }

    [Fact]
    public void A_guid_is_read_from_both_texts_and_from_bytes()
    {
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

        Assert.Equal(id, Reading.Value($$"""{"S":"{{id:D}}"}""", static (ref ImageReader r) => r.ReadGuid()));
        Assert.Equal(id, Reading.Value($$"""{"S":"{{id:N}}"}""", static (ref ImageReader r) => r.ReadGuid()));
        Assert.Equal(id, Reading.Value(
            $$"""{"B":"{{Convert.ToBase64String(id.ToByteArray())}}"}""", static (ref ImageReader r) => r.ReadGuid()));
        Reading.Failure($$"""{"S":"{{id:B}}"}""", static (ref ImageReader r) => r.ReadGuid());
        Reading.Failure($$"""{"S":"{{id:D}}0"}""", static (ref ImageReader r) => r.ReadGuid());
        Reading.Failure("""{"B":"AQ=="}""", static (ref ImageReader r) => r.ReadGuid());
    }

    [Fact]
    public void Bytes_are_read_from_base64_also_when_its_slashes_are_escaped()
    {
        Assert.Equal([], Reading.Value("""{"B":""}""", static (ref ImageReader r) => r.ReadBytes()));
        Assert.Equal([0xff, 0xff, 0xff], Reading.Value("""{"B":"\/\/\/\u002f"}""", static (ref ImageReader r) => r.ReadBytes()));
        Reading.Failure("""{"B":"AQ"}""", static (ref ImageReader r) => r.ReadBytes());
        Reading.Failure("""{"B":"*"}""", static (ref ImageReader r) => r.ReadBytes());
        Reading.Failure("""{"S":"AQ=="}""", static (ref ImageReader r) => r.ReadBytes());
    }
}
