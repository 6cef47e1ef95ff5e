using System.Text.Json;

namespace DynamoHandlers.Wire.Aws;

/// <summary>Reads the small responses of the streams service.</summary>
internal static class StreamsJson
{
    /// <summary>Reads the response to DescribeStream.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static StreamDescription ReadDescription(ReadOnlyMemory<byte> response, DateTimeOffset serviceTime)
    {
        using var document = Parse(response, "DescribeStream");
        var stream = Member(document.RootElement, "StreamDescription", JsonValueKind.Object);
        return new StreamDescription
        {
            StreamArn = Text(stream, "StreamArn"),
            TableName = Text(stream, "TableName"),
            StreamLabel = Text(stream, "StreamLabel"),
            Status = ReadStatus(Text(stream, "StreamStatus")),
            ViewType = ReadViewType(Text(stream, "StreamViewType")),
            PartitionKey = ReadKey(stream, "HASH"),
            SortKey = ReadKey(stream, "RANGE"),
            Shards = [.. Member(stream, "Shards", JsonValueKind.Array).EnumerateArray().Select(ReadShard)],
            LastEvaluatedShardId = OptionalText(stream, "LastEvaluatedShardId"),
            ServiceTime = serviceTime,
        };
    }

    /// <summary>Reads the response to GetShardIterator.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static string ReadShardIterator(ReadOnlyMemory<byte> response)
    {
        using var document = Parse(response, "GetShardIterator");
        return Text(document.RootElement, "ShardIterator");
    }

    // Not demanded: only entities that are told apart by their keys need it, and they say so.
    private static string? ReadKey(JsonElement stream, string type) =>
        stream.TryGetProperty("KeySchema", out var schema) && schema.ValueKind == JsonValueKind.Array
            ? schema.EnumerateArray().Where(key => OptionalText(key, "KeyType") == type)
                .Select(static key => OptionalText(key, "AttributeName"))
                .FirstOrDefault()
            : null;

    private static ShardDescription ReadShard(JsonElement shard)
    {
        var range = Member(shard, "SequenceNumberRange", JsonValueKind.Object);
        return new ShardDescription(
            Text(shard, "ShardId"),
            OptionalText(shard, "ParentShardId"),
            IsClosed: OptionalText(range, "EndingSequenceNumber") is not null);
    }

    private static StreamStatus ReadStatus(string status) => status switch
    {
        "ENABLING" => StreamStatus.Enabling,
        "ENABLED" => StreamStatus.Enabled,
        "DISABLING" => StreamStatus.Disabling,
        "DISABLED" => StreamStatus.Disabled,
        _ => throw new FormatException($"The response of DynamoDB Streams has the unknown StreamStatus '{status}'."),
    };

    private static StreamViewType ReadViewType(string type) => type switch
    {
        "KEYS_ONLY" => StreamViewType.KeysOnly,
        "NEW_IMAGE" => StreamViewType.NewImage,
        "OLD_IMAGE" => StreamViewType.OldImage,
        "NEW_AND_OLD_IMAGES" => StreamViewType.NewAndOldImages,
        _ => throw new FormatException($"The response of DynamoDB Streams has the unknown StreamViewType '{type}'."),
    };

    private static JsonDocument Parse(ReadOnlyMemory<byte> response, string operation)
    {
        try
        {
            return JsonDocument.Parse(response);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The response to {operation} is not valid JSON: {e.Message}", e);
        }
    }

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.String).GetString()!;

    private static string? OptionalText(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    private static JsonElement Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var member)
        && member.ValueKind == kind
            ? member
            : throw new FormatException($"The response of DynamoDB Streams has no {name} of the JSON type {kind}.");
}
