using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.DeadLetters;

/// <summary>
/// Dead letters as rows of a table. The head row has all but the record, and as much of the compressed record as an item
/// has room for; what does not fit is in chunk rows, in a partition of their own so that reading heads does not pay for
/// them. A letter is there when its head is; chunks are written before and deleted after it, and belong to one version of
/// the letter, so that no head ever counts chunks that another put has written or deleted.
/// </summary>
internal static class DeadLetterRows
{
    /// <summary>
    /// The bytes of a record that one row takes. An item may have 400 KB (the service's limit); a head also has the error, of up
    /// to 48 KB in UTF-8, and the item's keys.
    /// </summary>
    public const int MaxChunk = 300 * 1024;

    /// <summary>In how many partitions heads are spread, so that a flood of letters does not meet the limit of one.</summary>
    public const int Buckets = 16;

    public const string Handler = "handler";
    public const string Version = "version";
    public const string Chunks = "chunks";
    public const string Data = "data";

    private const string Size = "size";
    private const string TableName = "table";
    private const string Stream = "stream";
    private const string Shard = "shard";
    private const string Sequence = "sequence";
    private const string Kind = "kind";
    private const string Keys = "keys";
    private const string CreatedAt = "createdAt";
    private const string ErrorType = "errorType";
    private const string Error = "error";
    private const string Attempts = "attempts";
    private const string DeadAt = "deadAt";
    private const string Worker = "worker";

    private const int VersionDigits = 16;

    /// <summary>The partition of a bucket's heads.</summary>
    public static string Bucket(int number) => string.Create(CultureInfo.InvariantCulture, $"dead-letters/{number}");

    public static Dictionary<string, AttributeValue> HeadKey(DeadLetterKey key) =>
        Row.Key(Bucket((int)(Fnv1A.Hash($"{key.Handler}/{key.Item}") % Buckets)), key.ToString());

    /// <summary>The partition of a letter's chunks.</summary>
    /// <param name="key">The letter's key, the sort key of its head.</param>
    public static string ChunkPartition(string key) => $"chunks/{key}";

    /// <summary>What the sort keys of the chunks of a version begin with.</summary>
    public static string ChunkPrefix(string version) => $"{version}/";

    public static Dictionary<string, AttributeValue> ChunkKey(DeadLetterKey key, string version, int number) =>
        Row.Key(ChunkPartition(key.ToString()), string.Create(CultureInfo.InvariantCulture, $"{ChunkPrefix(version)}{number:D6}"));

    /// <summary>
    /// Tells what one put writes from what all others do, but for a repetition of the same put.
    /// </summary>
    public static string VersionOf(DeadLetter letter) => DeadLetterKey.Hash(
        string.Create(CultureInfo.InvariantCulture, $"{letter.WorkerId}\n{letter.DeadAt.UtcTicks}\n{letter.Attempts}"), VersionDigits);

    /// <summary>The rows of a letter: the chunks in their order, then the head.</summary>
    public static IEnumerable<Dictionary<string, AttributeValue>> Write(DeadLetter letter, ReadOnlyMemory<byte> compressed)
    {
        var key = DeadLetterKey.Of(letter);
        var version = VersionOf(letter);
        var rest = compressed[Math.Min(compressed.Length, MaxChunk)..];
        var chunks = 0;
        for (; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, MaxChunk)..])
        {
            var row = ChunkKey(key, version, ++chunks);
            row[Data] = Binary(rest[..Math.Min(rest.Length, MaxChunk)]);
            yield return row;
        }

        var head = WriteHead(letter, HeadKey(key));
        head[Version] = Row.Text(version);
        head[Chunks] = Row.Number(chunks);
        head[Data] = Binary(compressed[..Math.Min(compressed.Length, MaxChunk)]);
        yield return head;
    }

    /// <summary>Reads a head with the record that was put together; null if they are not what was written.</summary>
    public static DeadLetter? Read(Dictionary<string, AttributeValue> head, ReadOnlyMemory<byte> record)
    {
        if (head.GetNumber(Size) != record.Length
            || !Enum.TryParse<ChangeKind>(head.GetText(Kind), out var kind)
            || !TryGetTime(head, CreatedAt, out var createdAt)
            || !TryGetTime(head, DeadAt, out var deadAt))
        {
            return null;
        }

        return new()
        {
            Handler = head.GetText(Handler) ?? "",
            TableName = head.GetText(TableName) ?? "",
            StreamArn = head.GetText(Stream) ?? "",
            ShardId = head.GetText(Shard) ?? "",
            SequenceNumber = head.GetText(Sequence) ?? "",
            Kind = kind,
            Keys = head.GetText(Keys) ?? "",
            CreatedAt = createdAt,
            Record = record,
            ErrorType = head.GetText(ErrorType) ?? "",
            Error = head.GetText(Error) ?? "",
            Attempts = (int)head.GetNumber(Attempts),
            DeadAt = deadAt,
            WorkerId = head.GetText(Worker) ?? "",
        };
    }

    private static Dictionary<string, AttributeValue> WriteHead(DeadLetter letter, Dictionary<string, AttributeValue> head)
    {
        ReadOnlySpan<(string Name, string Text)> texts =
        [
            (Handler, letter.Handler),
            (TableName, letter.TableName),
            (Stream, letter.StreamArn),
            (Shard, letter.ShardId),
            (Sequence, letter.SequenceNumber),
            (Kind, letter.Kind.ToString()),
            (Keys, letter.Keys),
            (ErrorType, ErrorText.Fit(letter.ErrorType, ErrorText.MaxTypeLength)),
            (Error, ErrorText.Fit(letter.Error)),
            (Worker, letter.WorkerId),
        ];
        foreach (var (name, text) in texts)
        {
            // Not everything that speaks the protocol takes an empty text; what is not there is read as one.
            if (text.Length > 0)
            {
                head[name] = Row.Text(text);
            }
        }

        head[CreatedAt] = Time(letter.CreatedAt);
        head[DeadAt] = Time(letter.DeadAt);
        head[Size] = Row.Number(letter.Record.Length);
        head[Attempts] = Row.Number(letter.Attempts);
        return head;
    }

    private static AttributeValue Binary(ReadOnlyMemory<byte> bytes) => new() { B = new MemoryStream(bytes.ToArray(), writable: false) };

    private static AttributeValue Time(DateTimeOffset time) => Row.Text(time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private static bool TryGetTime(Dictionary<string, AttributeValue> row, string name, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(row.GetText(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
