using System.ComponentModel;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Images;

/// <summary>Calls converters of the AWS SDK. What generated mappers call; safe for many threads at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SdkConversion
{
    private const string Name = "value"; // Entries are had of documents only.

    /// <summary>Reads the value at hand. As in the AWS SDK, NULL too goes to the converter.</summary>
    /// <typeparam name="T">The type that the converter gives.</typeparam>
    /// <param name="reader">A reader at the value.</param>
    /// <param name="converter">The converter.</param>
    /// <returns>What the converter gives; the default of <typeparamref name="T"/> if that is null.</returns>
    /// <exception cref="MappingException">The converter fails, or gives a value of another type.</exception>
    public static T Read<T>(ref ImageReader reader, IPropertyConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        var before = reader;
        var item = new Dictionary<string, AttributeValue> { [Name] = reader.ReadAttributeValue() };
        object? value;
        try
        {
            value = converter.FromEntry(Document.FromAttributeMap(item)[Name]);
        }
        catch (Exception e) when (e is not MappingException)
        {
            throw before.FailedConversion(typeof(T), $"{converter.GetType()} threw {e.GetType()}, {e.Message}", e);
        }

        return value switch
        {
            T converted => converted,
            null => default!,
            _ => throw before.FailedConversion(typeof(T), $"{converter.GetType()} gave a {value.GetType()}"),
        };
    }

    /// <summary>Converts a value to an attribute value.</summary>
    /// <typeparam name="T">The type that the converter takes.</typeparam>
    /// <param name="converter">The converter.</param>
    /// <param name="value">The value; null is not for the converter, as in the AWS SDK.</param>
    /// <param name="writer">The writer that the attribute value is for.</param>
    /// <param name="attribute">The attribute's name, if that was not written yet; for the error only.</param>
    /// <returns>The attribute value; null for no attribute.</returns>
    /// <exception cref="MappingException">The converter fails.</exception>
    public static AttributeValue? ToAttributeValue<T>(
        IPropertyConverter converter, T value, ImageWriter writer, string? attribute = null)
    {
        ArgumentNullException.ThrowIfNull(converter);
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
        {
            return null;
        }

        var isV1 = writer.Conversion == ConversionSchema.V1;
        try
        {
            return converter.ToEntry(value) is { } entry
                ? new Document { [Name] = entry }
                    .ToAttributeMap(isV1 ? DynamoDBEntryConversion.V1 : DynamoDBEntryConversion.V2)
                    .GetValueOrDefault(Name)
                : null;
        }
        catch (Exception e) when (e is not MappingException)
        {
            throw writer.FailedConversion(
                typeof(T), attribute, $"{converter.GetType()} threw {e.GetType()}, {e.Message}", e);
        }
    }
}
