using System.Globalization;
using System.Text.Json;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>A page of a stream as the service sends it: modifications of orders.</summary>
internal static class OrderPage
{
    /// <summary>How many records a page has: as many as the service gives at most.</summary>
    public const int Records = 1000;

    /// <summary>Of so many modifications one changes the status.</summary>
    public const int StatusChangesEvery = 100;

    public static byte[] Make()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("NextShardIterator", "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-20T00:00:00.000|1|AAAA");
            json.WriteStartArray("Records");
            for (var i = 0; i < Records; i++)
            {
                WriteRecord(json, i);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The images of the page as an answer to a query, which the AWS SDK reads.</summary>
    public static byte[] MakeQuery()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("Count", 2 * Records);
            json.WriteStartArray("Items");
            for (var i = 0; i < Records; i++)
            {
                WriteImage(json, i, isNew: false);
                WriteImage(json, i, isNew: true);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>An order of the page.</summary>
    public static Order MakeEntity(int i, bool isNew) => new()
    {
        Id = $"order-{i:D8}",
        Customer = $"customer-{i % 100:D4}",
        Status = isNew && i % StatusChangesEvery == 0 ? OrderStatus.Paid : OrderStatus.New,
        Total = 10.5m + i,
        Placed = new DateTime(2026, 11, 20, 12, 0, i % 60, DateTimeKind.Utc),
        IsExpress = i % 3 == 0,
        Version = isNew ? 2 : 1,
        Lines =
        [
            new() { Sku = $"sku-{i:D6}-0", Quantity = 1, Price = 4.25m },
            new() { Sku = $"sku-{i:D6}-1", Quantity = 2, Price = 5.25m },
        ],
        Address = new() { Street = $"Main Street {i % 500}", City = "Springfield", Zip = $"{10000 + (i % 1000)}" },
        Tags = ["gift", $"campaign-{i % 7}"],
    };

    /// <summary>The same order once more: what it takes at least to have it.</summary>
    public static Order Copy(Order order)
    {
        var copy = new Order
        {
            Id = new(order.Id.AsSpan()),
            Customer = new(order.Customer.AsSpan()),
            Status = order.Status,
            Total = order.Total,
            Placed = order.Placed,
            IsExpress = order.IsExpress,
            Version = order.Version,
            Lines = [],
            Address = new()
            {
                Street = new(order.Address!.Street.AsSpan()),
                City = new(order.Address.City.AsSpan()),
                Zip = new(order.Address.Zip.AsSpan()),
            },
            Tags = [],
        };
        foreach (var line in order.Lines)
        {
            copy.Lines.Add(new() { Sku = new(line.Sku.AsSpan()), Quantity = line.Quantity, Price = line.Price });
        }

        foreach (var tag in order.Tags)
        {
            copy.Tags.Add(new(tag.AsSpan()));
        }

        return copy;
    }

    private static void WriteRecord(Utf8JsonWriter json, int i)
    {
        json.WriteStartObject();
        json.WriteString("awsRegion", "eu-west-1");
        json.WriteStartObject("dynamodb");
        json.WriteNumber("ApproximateCreationDateTime", 1.7636616E9 + i);
        json.WriteStartObject("Keys");
        WriteText(json, "pk", $"order-{i:D8}");
        json.WriteEndObject();
        json.WritePropertyName("NewImage");
        WriteImage(json, i, isNew: true);
        json.WritePropertyName("OldImage");
        WriteImage(json, i, isNew: false);
        json.WriteString("SequenceNumber", (100_000_000_000_000_000_000m + i).ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("SizeBytes", 612);
        json.WriteString("StreamViewType", "NEW_AND_OLD_IMAGES");
        json.WriteEndObject();
        json.WriteString("eventID", $"{i:x32}");
        json.WriteString("eventName", "MODIFY");
        json.WriteString("eventSource", "aws:dynamodb");
        json.WriteString("eventVersion", "1.1");
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, int i, bool isNew)
    {
        var order = MakeEntity(i, isNew);
        json.WriteStartObject();
        WriteText(json, "pk", order.Id);
        WriteText(json, "customer", order.Customer);
        WriteNumber(json, "status", (int)order.Status);
        WriteNumber(json, "total", order.Total);
        WriteText(json, "placed", order.Placed.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteStartObject("express");
        json.WriteBoolean("BOOL", order.IsExpress);
        json.WriteEndObject();
        WriteNumber(json, "version", order.Version);
        WriteLines(json, order.Lines);
        WriteAddress(json, order.Address!);
        json.WriteStartObject("tags");
        json.WriteStartArray("SS");
        foreach (var tag in order.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, List<OrderLine> lines)
    {
        json.WriteStartObject("lines");
        json.WriteStartArray("L");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteStartObject("M");
            WriteText(json, "sku", line.Sku);
            WriteNumber(json, "qty", line.Quantity);
            WriteNumber(json, "price", line.Price);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, Address address)
    {
        json.WriteStartObject("address");
        json.WriteStartObject("M");
        WriteText(json, "street", address.Street);
        WriteText(json, "city", address.City);
        WriteText(json, "zip", address.Zip);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("S", text);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal number)
    {
        json.WriteStartObject(name);
        json.WriteString("N", number.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
