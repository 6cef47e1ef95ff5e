using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.DeadLetters;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>A generated handler that gives changes up, and gets them again in a redrive.</summary>
public sealed class DeadLetterTests(DynamoDbLocalServer server) : IDisposable
{
    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _table = $"Parcels-{Guid.NewGuid():n}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_is_given_up_holds_nothing_up_and_is_handled_in_a_redrive()
    {
        await CreateTableAsync();
        foreach (var id in new[] { "light", "heavy", "next" })
        {
            await PutAsync(id);
        }

        await using var worker = new WorkerHost(TiredDeskDispatcher.AddTo, options =>
        {
            options.Application = $"{_table}-app";
            options.Endpoint = new(server.Endpoint);
            options.Tables["Parcels"] = _table;
            (options.Failure.MaxAttempts, options.Failure.Then) = (2, FailureAction.DeadLetter);
        });
        await worker.StartAsync();
        await worker.UntilAsync(static worker => worker.Delivered.Contains("next #1"));
        Assert.Equal(["light #1", "heavy #1", "heavy #2", "next #1"], worker.Delivered);

        var letters = worker.Get<IDeadLetters>();
        var letter = Assert.Single(await worker.Get<IDeadLetterStore>().ReadAllAsync());
        Assert.True(letter.Record.Length > 390_000 * 4 / 3, "The letter has not the whole record.");
        Assert.Equal((_table, 2, "System.InvalidOperationException"), (letter.TableName, letter.Attempts, letter.ErrorType));

        // It takes the fourth attempt.
        Assert.Equal(new RedriveResult(0, 1, 0, 0), await letters.RedriveAsync(cancellationToken: Stop));
        Assert.Equal(new RedriveResult(1, 0, 0, 0), await letters.RedriveAsync(cancellationToken: Stop));
        await worker.StopAsync();

        Assert.Equal(["heavy #3", "heavy #4"], worker.Delivered.Skip(4));
        Assert.Empty(await worker.Get<IDeadLetterStore>().ReadAllAsync());
        Assert.Equal(0, (await _db.ScanAsync(new ScanRequest($"{_table}-app-dead-letters"), Stop)).Count);
    }

    public void Dispose() => _db.Dispose();

    private Task<CreateTableResponse> CreateTableAsync() => _db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = _table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES },
        },
        Stop);

    // Nearly as large as an item may be, and nothing that could be compressed.
    private Task<PutItemResponse> PutAsync(string id) => _db.PutItemAsync(
        _table,
        new() { ["pk"] = new(id), ["scan"] = new() { B = new MemoryStream(RandomNumberGenerator.GetBytes(id == "heavy" ? 400_000 : 10)) } },
        Stop);
}
