using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.Images;
using DynamoHandlers.Testing.InMemory.Values;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

public sealed class DeadLetterRowsTests
{
    private const int MaxItem = 400 * 1024; // The service's limit.

    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    [Fact]
    public void The_rows_of_a_letter_have_its_record_in_their_order_and_fit_into_items()
    {
        var sizes = Gen.OneOf(
            Gen.Choose(0, 2000),
            Gen.Choose(-3, 3).SelectMany(static n => Gen.Choose(1, 12), static (off, n) => (n * DeadLetterRows.MaxChunk) + off)).ToArbitrary();
        Check.One(Properties.Runs.WithMaxTest(60), Prop.ForAll(sizes, static size =>
        {
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);

            var rows = DeadLetterRows.Write(Largest(), bytes).ToList();

            var head = rows[^1];
            var ordered = rows[..^1].OrderBy(static row => row["sk"].S, StringComparer.Ordinal).Prepend(head);
            using var joined = new MemoryStream();
            ordered.ToList().ForEach(row => row["data"].B.CopyTo(joined));
            Assert.True(joined.ToArray().AsSpan().SequenceEqual(bytes), $"The chunks of {size} bytes are not the record.");
            Assert.Equal($"{rows.Count - 1}", head["chunks"].N);
            Assert.All(rows, static row => Assert.InRange(SizeOf(row), 1, MaxItem));
            Assert.All(rows[..^1], row => Assert.Equal($"chunks/{head["sk"].S}", row["pk"].S));
        }));
    }

    [Fact]
    public void Records_are_compressed_without_loss() => Properties.ForAllSeeds(30, static seed =>
    {
        var random = new Random(seed);
        var record = Letters.Record("a", "1", random.Next(200_000));

        var compressed = RecordCompression.Compress(record);

        var back = RecordCompression.Decompress(new MemoryStream(compressed.ToArray()));
        Assert.True(back.Span.SequenceEqual(record), "The record is not the one that was compressed.");
    });

    [Fact]
    public void Errors_are_cut_between_characters()
    {
        var error = new InvalidOperationException("x" + string.Concat(Enumerable.Repeat("😀", 20_000)));

        var text = ErrorText.Of(error);

        Assert.InRange(text.Length, ErrorText.MaxLength - 1, ErrorText.MaxLength);
        Assert.NotEmpty(Strict.GetBytes(text)); // Throws at half a character.
        Assert.Equal("System.InvalidOperationException", ErrorText.TypeOf(error));
    }

    private static DeadLetter Largest() => Letters.Make("a", "1", new string('x', 1000)) with
    {
        Error = new string('€', ErrorText.MaxLength),
        ErrorType = new string('€', 1024),

        // A partition key of 2 KB and a sort key of 1 KB, of characters that are escaped.
        Keys = $$$"""{"pk":{"S":"{{{string.Concat(Enumerable.Repeat("\\u0001", 2048))}}}"},"sk":{"S":"{{{string.Concat(Enumerable.Repeat("\\u0001", 1024))}}}"}}""",
    };

    private static int SizeOf(Dictionary<string, AttributeValue> row) => AttributeValues.Read(row).ItemSize;
}
