using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using DynamoHandlers.Images;

namespace DynamoHandlers.Mapping.Tests.Entities;

[StreamEntity]
public sealed class Converted
{
    [StreamConverter(typeof(CentsConverter))]
    public decimal Total { get; set; } = 1;

    [StreamConverter(typeof(CentsConverter))]
    public decimal? Tip { get; set; } = 1;

    [DynamoDBProperty("tags", typeof(SdkListConverter))]
    public List<string>? Tags { get; set; } = ["initial"];

    [DynamoDBHashKey(typeof(SdkTextConverter))]
    public string Id { get; set; } = "initial";

    [DynamoDBProperty(Converter = typeof(SdkTextConverter))]
    public int Wrong { get; set; } = 1;

    public Sku Sku { get; set; }
    public Sku? Other { get; set; } = new Sku("initial");
    public List<Sku?> Skus { get; set; } = [];
    public Dictionary<string, Sku> ByName { get; set; } = [];
    public Temperature? Warmth { get; set; }
    public List<Temperature> Warmths { get; set; } = [];
    public Instant Time { get; set; } = Instant.Of(1);
    public Instant? Maybe { get; set; }
    public List<Instant> Times { get; set; } = [];
}

/// <summary>Money as whole cents.</summary>
public sealed class CentsConverter : IStreamConverter<decimal>
{
    public decimal Read(ref ImageReader reader) => reader.ReadInt64() / 100m;

    public void Write(ImageWriter writer, decimal value) => writer.WriteInt64((long)(value * 100));
}

[StreamConverter(typeof(SkuConverter))]
public readonly record struct Sku(string Text);

public struct SkuConverter : IStreamConverter<Sku>
{
    public readonly Sku Read(ref ImageReader reader) => new($"<{reader.ReadString()}>");

    public readonly void Write(ImageWriter writer, Sku value) => writer.WriteString(value.Text.Trim('<', '>'));
}

/// <summary>Has members to map, but a converter of the assembly, as of a converter cache.</summary>
public sealed record Temperature(int Degrees);

public sealed class TemperatureConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) => ((Temperature)value).Degrees + "°";

    public object? FromEntry(DynamoDBEntry entry) =>
        entry is DynamoDBNull ? null : new Temperature(int.Parse(entry.AsString().TrimEnd('°')));
}

/// <summary>Can be read by its converter only.</summary>
public sealed class Instant
{
    private Instant(long ticks) => Ticks = ticks;

    [StreamIgnore]
    public long Ticks { get; }

    public static Instant Of(long ticks) => new(ticks);
}

public sealed class InstantConverter : IStreamConverter<Instant>
{
    public Instant Read(ref ImageReader reader) => Instant.Of(reader.ReadInt64());

    public void Write(ImageWriter writer, Instant value) => writer.WriteInt64(value.Ticks);
}

public sealed class SdkTextConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) => value.ToString();

    public object FromEntry(DynamoDBEntry entry) => entry switch
    {
        DynamoDBNull => "was NULL",
        Primitive primitive => $"{primitive.Type} {primitive.AsString()}",
        Document document => $"map of {string.Join(",", document.Keys)}",
        DynamoDBList list => $"list of {list.Entries.Count}",
        DynamoDBBool flag => $"flag {flag.Value}",
        PrimitiveList set => $"set of {set.Entries.Count}",
        _ => "?",
    };
}

public sealed class SdkListConverter : IPropertyConverter
{
    public DynamoDBEntry ToEntry(object value) => string.Join(',', ((List<string>)value).Select(static tag => tag.Trim()));

    public object FromEntry(DynamoDBEntry entry) => entry.AsString().Split(',').ToList();
}
