using System.Buffers;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>A text that tells whether two transactions ask for the same.</summary>
internal static class TransactionFingerprint
{
    public static string Of(TransactWriteItemsRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var item in request.TransactItems)
            {
                Write(writer, item);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, TransactWriteItem item)
    {
        if (item.Put is { } put)
        {
            WriteSubject(writer, "Put", put.TableName, put.Item);
            WriteExpressions(writer, null, put.ConditionExpression);
            WritePlaceholders(writer, put.ExpressionAttributeNames, put.ExpressionAttributeValues);
        }
        else if (item.Update is { } update)
        {
            WriteSubject(writer, "Update", update.TableName, update.Key);
            WriteExpressions(writer, update.UpdateExpression, update.ConditionExpression);
            WritePlaceholders(writer, update.ExpressionAttributeNames, update.ExpressionAttributeValues);
        }
        else if (item.Delete is { } delete)
        {
            WriteSubject(writer, "Delete", delete.TableName, delete.Key);
            WriteExpressions(writer, null, delete.ConditionExpression);
            WritePlaceholders(writer, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues);
        }
        else if (item.ConditionCheck is { } check)
        {
            WriteSubject(writer, "Check", check.TableName, check.Key);
            WriteExpressions(writer, null, check.ConditionExpression);
            WritePlaceholders(writer, check.ExpressionAttributeNames, check.ExpressionAttributeValues);
        }
    }

    private static void WriteSubject(
        Utf8JsonWriter writer, string operation, string table, Dictionary<string, AttributeValue> subject)
    {
        writer.WriteStringValue(operation);
        writer.WriteStringValue(table);
        WriteSorted(writer, AttributeValues.Read(subject));
    }

    private static void WriteExpressions(Utf8JsonWriter writer, string? update, string? condition)
    {
        writer.WriteStringValue(update);
        writer.WriteStringValue(condition);
    }

    private static void WritePlaceholders(
        Utf8JsonWriter writer, Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values)
    {
        writer.WriteStartObject();
        foreach (var (name, meaning) in (names ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, meaning);
        }

        writer.WriteEndObject();
        WriteSorted(writer, AttributeValues.Read(values ?? []));
    }

    private static void WriteSorted(Utf8JsonWriter writer, MapValue map) =>
        ImageJson.Write(writer, map.Pick(map.Attributes.Keys.Order(StringComparer.Ordinal)));
}
