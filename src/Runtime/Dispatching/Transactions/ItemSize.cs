using System.Text;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// How many bytes DynamoDB counts for what is written, never less than it does: a number counts as its text.
/// </summary>
/// <remarks>Source: "DynamoDB item sizes and formats" of the Amazon DynamoDB Developer Guide.</remarks>
internal static class ItemSize
{
    // A list or map takes 3 bytes, and 1 for each element.
    private const long OfContainer = 3;

    public static long Of(IReadOnlyDictionary<string, AttributeValue> attributes) =>
        attributes.Sum(static pair => Of(pair.Key) + Of(pair.Value));

    public static long Of(AttributeValue value) => value switch
    {
        { S: { } text } => Of(text),
        { N: { } number } => Of(number),
        { B: { } bytes } => bytes.Length,
        { SS: { Count: > 0 } texts } => texts.Sum(Of),
        { NS: { Count: > 0 } numbers } => numbers.Sum(Of),
        { BS: { Count: > 0 } all } => all.Sum(static bytes => bytes.Length),
        { M: { } map } => OfContainer + map.Count + Of(map),
        { L: { } list } => OfContainer + list.Sum(static element => 1 + Of(element)),
        _ => 1,
    };

    public static long Of(string text) => Encoding.UTF8.GetByteCount(text);
}
