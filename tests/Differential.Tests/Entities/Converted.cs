using System.Globalization;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using DynamoHandlers.Images;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>A text such as <c>15.5 C</c>.</summary>
public sealed class TemperatureConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) =>
        new Primitive(string.Create(CultureInfo.InvariantCulture, $"{(decimal)value} C"));

    public object FromEntry(DynamoDBEntry entry) =>
        decimal.Parse(entry.AsString().Split(' ')[0], CultureInfo.InvariantCulture);
}

/// <summary>A map.</summary>
public sealed class PlaceConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) =>
        new Document { ["lat"] = ((Place)value).Latitude, ["lon"] = ((Place)value).Longitude };

    public object FromEntry(DynamoDBEntry entry) => new Place
    {
        Latitude = entry.AsDocument()["lat"].AsDouble(),
        Longitude = entry.AsDocument()["lon"].AsDouble(),
    };
}

/// <summary>Texts with commas between.</summary>
public sealed class CommaConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) => new Primitive(string.Join(',', (List<int>)value));

    public object FromEntry(DynamoDBEntry entry) => entry.AsString().Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(static n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
}

[DynamoDBTable("Converted")]
public sealed class Converted : Item
{
    [DynamoDBProperty(typeof(TemperatureConverter))]
    public decimal Temperature { get; set; }

    [DynamoDBProperty("where", Converter = typeof(PlaceConverter))]
    public Place Place { get; set; }

    [DynamoDBProperty(typeof(CommaConverter))]
    public List<int>? Numbers { get; set; }

    public int Plain { get; set; }
}

/// <summary>A map of a number and its currency.</summary>
public sealed class EuroConverter : IStreamConverter<decimal>
{
    public decimal Read(ref ImageReader reader)
    {
        var amount = 0m;
        reader.BeginMap(typeof(decimal));
        while (reader.NextAttribute())
        {
            if (reader.IsNamed("EUR"u8))
            {
                amount = reader.ReadDecimal();
            }
            else
            {
                reader.Skip();
            }
        }

        return amount;
    }

    public void Write(ImageWriter writer, decimal value)
    {
        writer.BeginMap();
        writer.WriteName("EUR"u8);
        writer.WriteDecimal(value);
        writer.EndMap();
    }
}

/// <summary>A value object with its own converter.</summary>
[StreamConverter(typeof(SkuConverter))]
public readonly record struct Sku(string Value);

public sealed class SkuConverter : IStreamConverter<Sku>
{
    public Sku Read(ref ImageReader reader) => new(reader.ReadString());

    public void Write(ImageWriter writer, Sku value) => writer.WriteString(value.Value);
}

[StreamEntity]
public sealed class ConvertedByUs : Item
{
    [StreamConverter(typeof(EuroConverter))]
    public decimal Price { get; set; }

    public List<Sku> Skus { get; set; } = [];
}
