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
                Write(writer, item);

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, TransactWriteItem item)
    {
        if (item.Put is { } put)
            Write(writer, "Put", put.TableName, put.Item, null, put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues);
        else if (item.Update is { } update)
            Write(writer, "Update", update.TableName, update.Key, update.UpdateExpression, update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues);
        else if (item.Delete is { } delete)
            Write(writer, "Delete", delete.TableName, delete.Key, null, delete.ConditionExpression, delete.ExpressionAttributeNames, delete.ExpressionAttributeValues);
        else if (item.ConditionCheck is { } check)
            Write(writer, "Check", check.TableName, check.Key, null, check.ConditionExpression, check.ExpressionAttributeNames, check.ExpressionAttributeValues);
    }

    private static void Write(
        Utf8JsonWriter writer,
        string operation,
        string table,
        Dictionary<string, AttributeValue> subject,
        string? update,
        string? condition,
        Dictionary<string, string>? names,
        Dictionary<string, AttributeValue>? values)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(operation);
        writer.WriteStringValue(table);
        WriteSorted(writer, AttributeValues.Read(subject));
        writer.WriteStringValue(update);
        writer.WriteStringValue(condition);
        foreach (var (name, meaning) in (names ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            writer.WriteStringValue($"{name}={meaning}");

        WriteSorted(writer, AttributeValues.Read(values ?? []));
        writer.WriteEndArray();
    }

    private static void WriteSorted(Utf8JsonWriter writer, MapValue map) =>
        ImageJson.Write(writer, map.Pick(map.Attributes.Keys.Order(StringComparer.Ordinal)));
}
