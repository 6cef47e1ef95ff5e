using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DynamoHandlers.Dispatching;

namespace DynamoHandlers.DeadLetters;

/// <summary>
/// What a dead letter is found by: a text for which the letters of a handler and item come one after the other, in the order
/// of the changes. The same letter always has the same. At most 456 characters, all of them ASCII.
/// </summary>
/// <param name="Handler">The handler: readable, unless its name is very long.</param>
/// <param name="Item">The item of which table; hashed, as a key may have 3 KB.</param>
/// <param name="Position">
/// Stream, sequence number and shard. Sequence numbers rise along the shards that an item's changes go through; those of a
/// table's next stream come later, as the label of a stream is the time at which it was enabled.
/// </param>
internal readonly record struct DeadLetterKey(string Handler, string Item, string Position)
{
    private const int MaxHandler = 300;
    private const int MaxLabel = 64;

    // As many digits as the service uses at most.
    private const int SequenceDigits = 40;

    // Of a hash as hexadecimal digits: 128 bits, for items; 64 bits, for the few shards with the same sequence number.
    private const int ItemDigits = 32;
    private const int ShardDigits = 16;

    public static DeadLetterKey Of(DeadLetter letter)
    {
        var sequence = letter.SequenceNumber.TrimStart('0').PadLeft(SequenceDigits, '0');
        var shard = Hash($"{letter.StreamArn}\n{letter.ShardId}", ShardDigits);
        return new(
            OfHandler(letter.Handler),
            Hash($"{letter.TableName}\n{ItemOf(letter)}", ItemDigits),
            $"{LabelOf(letter.StreamArn)}/{sequence}-{shard}");
    }

    /// <summary>What the keys of a handler's letters begin with, and perhaps those of others.</summary>
    public static string OfHandler(string handler) => Fit(Uri.EscapeDataString(handler), MaxHandler);

    /// <summary>The item within its table.</summary>
    public static string ItemOf(DeadLetter letter) => ItemKey.Of(Encoding.UTF8.GetBytes(letter.Keys));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Handler}/{Item}/{Position}");

    /// <summary>The beginning of a text's hash, in hexadecimal digits.</summary>
    public static string Hash(string text, int digits) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];

    private static string LabelOf(string streamArn) =>
        Fit(Uri.EscapeDataString(streamArn[(streamArn.LastIndexOf('/') + 1)..]), MaxLabel);

    private static string Fit(string text, int length) => text.Length <= length ? text : Hash(text, 64);
}
