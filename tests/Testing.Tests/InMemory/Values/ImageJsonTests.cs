using System.Buffers;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Tests.InMemory.Values;

public sealed class ImageJsonTests
{
    [Fact]
    public void Every_type_is_written_as_DynamoDB_JSON()
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["s"] = new("ü\""),
            ["n"] = new() { N = "1.50" },
            ["b"] = new() { B = new MemoryStream([1, 2]) },
            ["t"] = new() { BOOL = true },
            ["f"] = new() { BOOL = false },
            ["z"] = new() { NULL = true },
            ["m"] = new() { M = new() { ["x"] = new() { L = [new("y"), new() { N = "2" }] } } },
            ["em"] = new() { M = [], IsMSet = true },
            ["el"] = new() { L = [], IsLSet = true },
            ["ss"] = new() { SS = ["q", "p"] },
            ["ns"] = new() { NS = ["10", "9"] },
            ["bs"] = new() { BS = [new MemoryStream([3])] },
        };

        Assert.Equal(
            """
            {"s":{"S":"ü\""},"n":{"N":"1.5"},"b":{"B":"AQI="},"t":{"BOOL":true},"f":{"BOOL":false},"z":{"NULL":true},
            "m":{"M":{"x":{"L":[{"S":"y"},{"N":"2"}]}}},"em":{"M":{}},"el":{"L":[]},"ss":{"SS":["p","q"]},"ns":{"NS":["9","10"]},"bs":{"BS":["Aw=="]}}
            """.ReplaceLineEndings(""),
            Write(item));
    }

    [Fact]
    public void What_no_item_may_hold_is_refused() =>
        Assert.Throws<AmazonDynamoDBException>(() => Write(new() { ["x"] = new AttributeValue() }));

    private static string Write(Dictionary<string, AttributeValue> item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ImageJson.Write(writer, item);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
