using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;

namespace DynamoHandlers.Wire.Aws;

/// <summary>A request to the streams service, and on the way back the body of its response.</summary>
internal sealed class StreamsRequest : AmazonWebServiceRequest
{
    private StreamsRequest(string operation, byte[] content)
    {
        Operation = operation;
        Content = content;
    }

    public string Operation { get; }

    /// <summary>The JSON to send.</summary>
    public byte[] Content { get; }

    /// <summary>The body that the last attempt received, rented; see <see cref="AsyncBodyHandler"/>.</summary>
    public ArraySegment<byte> Body { get; set; }

    public static StreamsRequest DescribeStream(string streamArn, string? exclusiveStartShardId, string? parentShardId) =>
        Create("DescribeStream", json =>
        {
            json.WriteString("StreamArn"u8, streamArn);
            if (exclusiveStartShardId is not null)
            {
                json.WriteString("ExclusiveStartShardId"u8, exclusiveStartShardId);
            }

            if (parentShardId is not null)
            {
                json.WriteStartObject("ShardFilter"u8);
                json.WriteString("Type"u8, "CHILD_SHARDS"u8);
                json.WriteString("ShardId"u8, parentShardId);
                json.WriteEndObject();
            }
        });

    public static StreamsRequest GetShardIterator(string streamArn, string shardId, ShardPosition position) =>
        Create("GetShardIterator", json =>
        {
            json.WriteString("StreamArn"u8, streamArn);
            json.WriteString("ShardId"u8, shardId);
            json.WriteString("ShardIteratorType"u8, position.Type switch
            {
                ShardIteratorType.TrimHorizon => "TRIM_HORIZON"u8,
                ShardIteratorType.Latest => "LATEST"u8,
                ShardIteratorType.AfterSequenceNumber => "AFTER_SEQUENCE_NUMBER"u8,
                _ => throw new ArgumentOutOfRangeException(nameof(position)),
            });
            if (position.Type == ShardIteratorType.AfterSequenceNumber)
            {
                json.WriteString("SequenceNumber"u8, position.SequenceNumber.ToString());
            }
        });

    public static StreamsRequest GetRecords(string shardIterator, int limit) =>
        Create("GetRecords", json =>
        {
            json.WriteString("ShardIterator"u8, shardIterator);
            json.WriteNumber("Limit"u8, limit);
        });

    private static StreamsRequest Create(string operation, Action<Utf8JsonWriter> write)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new StreamsRequest(operation, content.WrittenSpan.ToArray());
    }
}
