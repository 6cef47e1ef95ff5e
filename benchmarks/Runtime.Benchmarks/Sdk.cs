using System.Globalization;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime.Internal.Transform;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>The same page by the means of the AWS SDK, which gets the images without what is around them.</summary>
internal static class Sdk
{
    public static List<Dictionary<string, AttributeValue>> Unmarshall(byte[] query)
    {
        using var stream = new MemoryStream(query);
        using var context = new JsonUnmarshallerContext(stream, false, null);
        return ((QueryResponse)QueryResponseUnmarshaller.Instance.Unmarshall(context)).Items;
    }

    public static long MapByHand(byte[] query)
    {
        var seen = 0L;
        foreach (var item in Unmarshall(query))
        {
            seen += Map(item).Version;
        }

        return seen;
    }

    public static long MapByContext(IDynamoDBContext context, byte[] query)
    {
        var seen = 0L;
        foreach (var item in Unmarshall(query))
        {
            seen += context.FromDocument<Order>(Document.FromAttributeMap(item)).Version;
        }

        return seen;
    }

    private static Order Map(Dictionary<string, AttributeValue> item) => new()
    {
        Id = item["pk"].S,
        Customer = item["customer"].S,
        Status = (OrderStatus)int.Parse(item["status"].N, CultureInfo.InvariantCulture),
        Total = decimal.Parse(item["total"].N, CultureInfo.InvariantCulture),
        Placed = DateTime.Parse(item["placed"].S, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        IsExpress = item["express"].BOOL ?? false,
        Version = int.Parse(item["version"].N, CultureInfo.InvariantCulture),
        Lines = item["lines"].L.ConvertAll(static line => new OrderLine
        {
            Sku = line.M["sku"].S,
            Quantity = int.Parse(line.M["qty"].N, CultureInfo.InvariantCulture),
            Price = decimal.Parse(line.M["price"].N, CultureInfo.InvariantCulture),
        }),
        Address = new()
        {
            Street = item["address"].M["street"].S,
            City = item["address"].M["city"].S,
            Zip = item["address"].M["zip"].S,
        },
        Tags = [.. item["tags"].SS],
    };
}
