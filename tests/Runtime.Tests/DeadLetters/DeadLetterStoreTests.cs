using System.Globalization;
using DynamoHandlers.DeadLetters;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

/// <summary>What every store of dead letters does, whatever it keeps them in.</summary>
public abstract class DeadLetterStoreTests
{
    /// <summary>An empty store.</summary>
    protected abstract IDeadLetterStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_in_a_store_that_nothing_was_put_into()
    {
        Assert.Empty(await Store.ReadAllAsync());
        Assert.Empty(await Store.ReadAllAsync("Shop.Handler"));
    }

    [Fact]
    public async Task A_letter_comes_back_as_it_was()
    {
        var letter = Letters.Make("ключ \\\"1", "7") with
        {
            Kind = ChangeKind.Remove,
            CreatedAt = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
            DeadAt = new DateTimeOffset(2026, 2, 3, 4, 5, 7, TimeSpan.Zero).AddTicks(1),
            Error = new string('ü', 16_384),
        };

        await Store.PutAsync(letter, Stop);

        Assert.Equal(Letters.Text(letter), Letters.Text(Assert.Single(await Store.ReadAllAsync())));
    }

    // An exception may cut a text in the middle of a character, and its type may be generic without end.
    [Fact]
    public async Task Whatever_the_error_says_the_letter_is_kept()
    {
        await Store.PutAsync(Letters.Make("a", "1") with { Error = "half \uD83D" + new string('x', 1_000_000), ErrorType = new string('y', 1_000_000) }, Stop);

        var letter = Assert.Single(await Store.ReadAllAsync());
        Assert.StartsWith("half \uFFFDxxx", letter.Error, StringComparison.Ordinal);
        Assert.Equal((16_384, 1024), (letter.Error.Length, letter.ErrorType.Length));
    }

    // Two images of 400 KB, binary, which JSON makes a third larger.
    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    [InlineData(800_000)]
    [InlineData(4_000_000)]
    public async Task A_record_of_any_size_comes_back_as_it_was(int size)
    {
        var letter = Letters.Make("large", "1", padding: size);
        Assert.True(letter.Record.Length > size);

        await Store.PutAsync(letter, Stop);

        Assert.Equal(Letters.Text(letter), Letters.Text(Assert.Single(await Store.ReadAllAsync())));
    }

    [Fact]
    public async Task A_record_nested_as_deep_as_items_may_be_comes_back_as_it_was()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"L\":[", 32)) + "{\"NULL\":true}" + string.Concat(Enumerable.Repeat("]}", 32));
        var record = $$$"""{"eventID":"e","eventName":"INSERT","dynamodb":{"Keys":{},"NewImage":{"deep":{{{nested}}}},"SequenceNumber":"1"}}""";
        var letter = Letters.Make("deep", "1") with { Record = System.Text.Encoding.UTF8.GetBytes(record) };

        await Store.PutAsync(letter, Stop);

        Assert.Equal(Letters.Text(letter), Letters.Text(Assert.Single(await Store.ReadAllAsync())));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 800_000)]
    [InlineData(800_000, 10)]
    [InlineData(1_200_000, 400_000)]
    [InlineData(400_000, 1_200_000)]
    public async Task A_letter_that_is_put_again_replaces_the_one_before(int before, int after)
    {
        var first = Letters.Make("a", "1", padding: before);
        var second = Letters.Again(first) with { Record = Letters.Record("a", "1", after) };

        await Store.PutAsync(first, Stop);
        await Store.PutAsync(second, Stop);
        await Store.PutAsync(second, Stop);

        Assert.Equal(Letters.Text(second), Letters.Text(Assert.Single(await Store.ReadAllAsync())));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task A_deleted_letter_is_gone_and_others_stay(int size)
    {
        var other = Letters.Make("a", "2");
        var letter = Letters.Make("a", "1", padding: size);
        await Store.PutAsync(other, Stop);
        await Store.PutAsync(letter, Stop);

        await Store.DeleteAsync(letter, Stop);
        await Store.DeleteAsync(letter, Stop);

        Assert.Equal(Letters.Text(other), Letters.Text(Assert.Single(await Store.ReadAllAsync())));
    }

    [Fact]
    public async Task What_is_not_there_can_be_deleted()
    {
        await Store.DeleteAsync(Letters.Make("a", "1"), Stop);

        Assert.Empty(await Store.ReadAllAsync());
    }

    // 9 and 10, 99 and 100: a number is not a text. Sequence numbers have up to 40 digits.
    [Fact]
    public async Task The_letters_of_an_item_come_together_in_the_order_of_the_changes()
    {
        string[] order = ["1", "9", "010", "11", "99", "100", "12345678901234567890", new('9', 40)];
        string[] keys = ["a", "b", "c", "d", "e"];
        var letters = keys.SelectMany(key => order.Select(sequence => Letters.Make(key, sequence))).ToArray();
        new Random(1).Shuffle(letters);
        foreach (var letter in letters)
        {
            await Store.PutAsync(letter, Stop);
        }

        var read = await Store.ReadAllAsync();

        Assert.Equal(letters.Length, read.Count);
        Assert.All(read.Chunk(order.Length), item =>
        {
            Assert.Single(item.DistinctBy(static letter => letter.Keys));
            Assert.Equal(order, item.Select(static letter => letter.SequenceNumber));
        });
    }

    [Fact]
    public async Task The_letters_of_a_tables_next_stream_come_after_those_of_the_one_before()
    {
        var old = Letters.Make("a", "900");
        var @new = Letters.Make("a", "100") with { StreamArn = Letters.Stream.Replace("2026-01-01", "2026-01-02", StringComparison.Ordinal) };
        await Store.PutAsync(@new, Stop);
        await Store.PutAsync(old, Stop);

        Assert.Equal(["900", "100"], (await Store.ReadAllAsync()).Select(static letter => letter.SequenceNumber));
    }

    [Fact]
    public async Task There_is_a_letter_for_each_handler_shard_and_stream()
    {
        var letter = Letters.Make("a", "1");
        DeadLetter[] letters =
        [
            letter,
            letter with { Handler = "Shop.Other" },
            letter with { ShardId = "shardId-2" },
            letter with { StreamArn = letter.StreamArn + "1" },
        ];
        foreach (var each in letters)
        {
            await Store.PutAsync(each, Stop);
        }

        Assert.Equal(
            letters.Select(Letters.Text).Order(StringComparer.Ordinal),
            (await Store.ReadAllAsync()).Select(Letters.Text).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Shop.Handler")]
    [InlineData("Shop.Handler#2")]
    [InlineData("Shop.Handler/x")]
    [InlineData("Shop.Handler%2Fx")]
    [InlineData("")]
    [InlineData("long")]
    [InlineData("longer")]
    public async Task The_letters_of_a_handler_are_its_own(string name)
    {
        string[] names = ["Shop.Handler", "Shop.Handler#2", "Shop.Handler/x", "Shop.Handler%2Fx", "", "long", "longer"];
        foreach (var each in names)
        {
            await Store.PutAsync(Letters.Make("a", "1", Full(each)), Stop);
        }

        Assert.Equal(Full(name), Assert.Single(await Store.ReadAllAsync(Full(name))).Handler);

        static string Full(string name) => name switch
        {
            "long" => new string('ж', 3000),
            "longer" => new string('ж', 3001),
            _ => name,
        };
    }

    [Fact]
    public async Task More_letters_than_a_page_has_are_read_to_the_end()
    {
        for (var i = 0; i < 40; i++)
        {
            await Store.PutAsync(Letters.Make("a", i.ToString(CultureInfo.InvariantCulture), padding: 100_000), Stop);
        }

        Assert.Equal(
            Enumerable.Range(0, 40).Select(static i => i.ToString(CultureInfo.InvariantCulture)),
            (await Store.ReadAllAsync("Shop.Handler")).Select(static letter => letter.SequenceNumber));
    }
}
