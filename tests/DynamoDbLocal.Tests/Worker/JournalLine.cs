using System.Globalization;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>What a worker process has noted of a change that it handled.</summary>
internal sealed record JournalLine(long Time, string Worker, string Shard, Int128 Sequence, string Key, string Old, string New)
{
    public (string, Int128) Position => (Shard, Sequence);

    public string Change => $"{Key} {Old} {New}";

    /// <summary>Reads a journal, which may be being written.</summary>
    public static List<JournalLine> ReadAll(string journal)
    {
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();

        // A killed process may leave half a line, which was not handled.
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static JournalLine Parse(string text) =>
        text.Split(' ') is [var time, var worker, var shard, var sequence, var key, var old, var @new]
            ? new(
                long.Parse(time, CultureInfo.InvariantCulture),
                worker,
                shard,
                Int128.Parse(sequence, CultureInfo.InvariantCulture),
                key,
                old,
                @new)
            : throw new FormatException($"'{text}' is no line of a journal.");
}
