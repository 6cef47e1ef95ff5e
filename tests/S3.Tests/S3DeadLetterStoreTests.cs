using System.Text.Json;
using Amazon.S3;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.DeadLetters;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.S3.Tests;

/// <summary>What every store does, and what is particular to S3.</summary>
public sealed class S3DeadLetterStoreTests : DeadLetterStoreTests, IDisposable
{
    private readonly FakeS3 _s3 = new();
    private readonly InMemoryDynamoDb _db = new();
    private readonly List<string> _logged = [];
    private ServiceProvider? _services;

    protected override IDeadLetterStore Store =>
        (_services ??= MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket))).GetRequiredService<IDeadLetterStore>();

    public void Dispose()
    {
        _services?.Dispose();
        _db.Dispose();
    }

    [Fact]
    public async Task A_letter_is_an_object_that_people_can_read()
    {
        await Store.PutAsync(Letters.Make("a", "7") with { Error = "no <such> thing" });

        var key = Assert.Single(_s3.Keys);
        Assert.StartsWith("dead-letters/order-mailer/Shop.Handler/", key, StringComparison.Ordinal);
        Assert.EndsWith(".json", key, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_s3.Get(key));
        Assert.Equal("a", json.RootElement.GetProperty("keys").GetProperty("pk").GetProperty("S").GetString());
        Assert.Equal("INSERT", json.RootElement.GetProperty("record").GetProperty("eventName").GetString());
        Assert.Equal(("7", 3), (json.RootElement.GetProperty("sequenceNumber").GetString(), json.RootElement.GetProperty("attempts").GetInt32()));
        Assert.Contains("\"error\":\"no <such> thing\"", _s3.Get(key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Shop.Handler/")]
    [InlineData("here", "here/Shop.Handler/")]
    [InlineData("here/", "here/Shop.Handler/")]
    public async Task The_prefix_can_be_chosen(string prefix, string start)
    {
        await using var services = MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket, prefix));
        var store = services.GetRequiredService<IDeadLetterStore>();
        await store.PutAsync(Letters.Make("a", "7"));

        Assert.StartsWith(start, Assert.Single(_s3.Keys), StringComparison.Ordinal);
        Assert.Single(await store.ReadAllAsync());
    }

    [Fact]
    public void A_prefix_that_is_too_long_and_a_bucket_without_a_name_are_refused()
    {
        var builder = new ServiceCollection().AddDynamoHandlers();

        Assert.Contains(
            "more than 500 bytes", Assert.Throws<ArgumentException>(() => builder.UseS3DeadLetters("b", new string('ü', 251))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.UseS3DeadLetters(" "));
    }

    // The longest key that there can be must still be one that S3 takes.
    [Fact]
    public async Task Keys_stay_within_what_S3_takes()
    {
        await using var services = MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket, new string('p', 500)));
        var letter = Letters.Make("a", new('9', 40), new string('h', 300)) with { StreamArn = "arn/" + new string('s', 64) };
        await services.GetRequiredService<IDeadLetterStore>().PutAsync(letter);

        Assert.InRange(Assert.Single(_s3.Keys).Length, 900, 1024);
    }

    [Fact]
    public async Task An_object_that_is_no_letter_is_reported_and_does_not_hide_others()
    {
        await Store.PutAsync(Letters.Make("a", "1"));
        foreach (var (name, content) in new[] { ("a", "hello"), ("b", "{}"), ("c", "[1]"), ("z", "{\"kind\":\"Insert\",\"handler\":7}") })
        {
            _s3.Put($"dead-letters/order-mailer/{name}.json", System.Text.Encoding.UTF8.GetBytes(content));
        }

        Assert.Single(await Store.ReadAllAsync());
        Assert.Equal(4, _logged.Count(static line => line.Contains("in the bucket letters is not a dead letter", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_letter_that_is_deleted_while_it_is_read_is_left_out()
    {
        await Store.PutAsync(Letters.Make("a", "1"));
        await Store.PutAsync(Letters.Make("a", "2"));
        _s3.Listed = () => _s3.Remove(_s3.Keys[0]);

        Assert.Equal("2", Assert.Single(await Store.ReadAllAsync()).SequenceNumber);
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_missing_bucket_is_an_error_and_not_an_empty_one()
    {
        await using var services = MakeServices(static builder => builder.UseS3DeadLetters("elsewhere"));
        var store = services.GetRequiredService<IDeadLetterStore>();

        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => store.PutAsync(Letters.Make("a", "1")))).ErrorCode);
        Assert.Equal("NoSuchBucket", (await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => store.ReadAllAsync())).ErrorCode);
    }

    [Fact]
    public async Task A_client_made_for_the_store_goes_with_it_and_the_containers_own_stays()
    {
        using var own = _s3.CreateClient();
        await using (var services = MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket), own))
        {
            Assert.Empty(await services.GetRequiredService<IDeadLetterStore>().ReadAllAsync());
        }

        await own.ListObjectsV2Async(new() { BucketName = FakeS3.Bucket }, TestContext.Current.CancellationToken);
        var made = _s3.CreateClient();
        await using (var services = MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket, client: _ => made)))
        {
            Assert.Empty(await services.GetRequiredService<IDeadLetterStore>().ReadAllAsync());
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => made.ListObjectsV2Async(new() { BucketName = FakeS3.Bucket }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Letters_in_S3_are_redriven_as_those_in_a_table()
    {
        var seen = new List<string>();
        await using var services = MakeServices(builder => builder.UseS3DeadLetters(FakeS3.Bucket).AddHandler(new()
        {
            Name = "Shop.Handler",
            Table = "Items",
            Entity = typeof(object),
            Kinds = Dispatching.ChangeKinds.All,
            Needs = Dispatching.ImageNeeds.New,
            Invoke = (in Dispatching.HandlerCall call) =>
            {
                seen.Add(call.Record.SequenceNumber.ToString());
                return call.Record.SequenceNumber.ToString() == "10" ? throw new TimeoutException() : default;
            },
        }));
        foreach (var sequence in new[] { "10", "9", "11" })
        {
            await services.GetRequiredService<IDeadLetterStore>().PutAsync(Letters.Make("a", sequence));
        }

        var result = await services.GetRequiredService<IDeadLetters>().RedriveAsync(
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(new RedriveResult(Handled: 1, Failed: 1, Skipped: 1, WithoutHandler: 0), result);
        Assert.Equal(["9", "10"], seen);
        Assert.Equal([4, 3], (await services.GetRequiredService<IDeadLetterStore>().ReadAllAsync()).Select(static letter => letter.Attempts));
    }

    private ServiceProvider MakeServices(Action<IDynamoHandlersBuilder> configure, IAmazonS3? client = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(client ?? _s3.CreateClient());
        services.AddLogging(logging => logging.AddProvider(new ListLogger(_logged)));
        configure(services.AddDynamoHandlers(static o => o.Application = "order-mailer").UseInMemory(_db));
        return services.BuildServiceProvider();
    }
}
