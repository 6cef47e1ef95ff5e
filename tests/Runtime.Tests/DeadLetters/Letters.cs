using System.Security.Cryptography;
using System.Text;
using DynamoHandlers.DeadLetters;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

/// <summary>Makes dead letters.</summary>
internal static class Letters
{
    public const string Stream = "arn:aws:dynamodb:eu-west-1:1:table/Items/stream/2026-01-01T00:00:00.000";

    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A letter about an item of the table "Items".</summary>
    /// <param name="key">The item's partition key.</param>
    /// <param name="sequence">The sequence number.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="padding">How many bytes of the item do not compress, in about.</param>
    public static DeadLetter Make(string key, string sequence, string handler = "Shop.Handler", int padding = 0) => new()
    {
        Handler = handler,
        TableName = "Items",
        StreamArn = Stream,
        ShardId = "shardId-1",
        SequenceNumber = sequence,
        Kind = ChangeKind.Insert,
        Keys = $$$"""{"pk":{"S":"{{{key}}}"}}""",
        CreatedAt = Start,
        Record = Record(key, sequence, padding),
        ErrorType = "System.TimeoutException",
        Error = "System.TimeoutException: too late\n   at Somewhere()",
        Attempts = 3,
        DeadAt = Start.AddMinutes(5),
        WorkerId = "worker-1",
    };

    /// <summary>The letter after another attempt.</summary>
    public static DeadLetter Again(DeadLetter letter) => letter with
    {
        Attempts = letter.Attempts + 1,
        DeadAt = letter.DeadAt.AddSeconds(1),
        Error = $"again {letter.Attempts}",
    };

    public static byte[] Record(string key, string sequence, int padding) => Encoding.UTF8.GetBytes(
        $$$"""
        {"eventID":"e-{{{sequence}}}","eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1769860800,"Keys":{"pk":{"S":"{{{key}}}"}},"NewImage":{"pk":{"S":"{{{key}}}"},"n":{"N":"{{{sequence}}}"},"pad":{"B":"{{{Noise(sequence, padding)}}}"}},"SequenceNumber":"{{{sequence}}}","SizeBytes":26}}
        """);

    // The same for the same arguments.
    private static string Noise(string seed, int length)
    {
        var bytes = new byte[length];
        new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>All members as a text, to be compared.</summary>
    public static string Text(DeadLetter letter) =>
        $"{letter with { Record = default }} {Convert.ToHexString(SHA256.HashData(letter.Record.Span))}";

    public static Task PutAsync(this IDeadLetterStore store, DeadLetter letter) =>
        store.PutAsync(letter, TestContext.Current.CancellationToken).AsTask();

    public static async Task<List<DeadLetter>> ReadAllAsync(this IDeadLetterStore store, string? handler = null)
    {
        var letters = new List<DeadLetter>();
        await foreach (var letter in store.ReadAsync(handler, TestContext.Current.CancellationToken))
        {
            letters.Add(letter);
        }

        return letters;
    }
}
