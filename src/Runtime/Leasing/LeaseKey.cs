namespace DynamoHandlers.Leasing;

/// <summary>Which shard a lease is for, and where its row lies.</summary>
/// <param name="Stream">The stream's key.</param>
/// <param name="ShardId">The shard.</param>
internal readonly record struct LeaseKey(StreamKey Stream, string ShardId)
{
    /// <summary>
    /// Leases are spread over partitions, as one takes no more than 1,000 writes a second (a service limit).
    /// </summary>
    public const int Buckets = 16;

    public string SortKey => $"{Stream}/{ShardId}";

    public int Bucket => (int)(Fnv1A.Hash(SortKey) % Buckets);

    /// <summary>Reads a row's sort key; null if it is none of a lease.</summary>
    public static LeaseKey? TryParse(string? sortKey) =>
        sortKey?.Split('/') is [{ Length: > 0 } table, { Length: > 0 } label, { Length: > 0 } shard]
            ? new(new(table, label), shard)
            : null;

    public override string ToString() => SortKey;
}

/// <summary>A stream: a table's name and the stream's label, which differs each time streaming is enabled.</summary>
internal readonly record struct StreamKey(string Table, string Label)
{
    /// <summary>Takes the key from <c>arn:aws:dynamodb:region:account:table/NAME/stream/LABEL</c>.</summary>
    /// <exception cref="FormatException">The text is not a stream's ARN.</exception>
    public static StreamKey FromArn(string streamArn) => TryFromArn(streamArn)
        ?? throw new FormatException($"'{streamArn}' is not the ARN of a DynamoDB stream.");

    /// <summary>As <see cref="FromArn"/>; null if the text is not a stream's ARN.</summary>
    public static StreamKey? TryFromArn(string text) =>
        text.Split('/') is [var prefix, var table, "stream", var label] && prefix.EndsWith(":table", StringComparison.Ordinal)
            ? new(table, label)
            : null;

    public static StreamKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new(text[..slash], text[(slash + 1)..]);
    }

    public override string ToString() => $"{Table}/{Label}";
}
