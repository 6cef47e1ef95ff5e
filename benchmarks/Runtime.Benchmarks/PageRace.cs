using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.Runtime;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>A page of modifications, read by several means: ours, the AWS SDK's, and what is the least that could be.</summary>
internal sealed class PageRace : IDisposable
{
    private readonly byte[] _page = OrderPage.Make();
    private readonly byte[] _query = OrderPage.MakeQuery();
    private readonly Dispatcher _all = new(static builder => AllOrdersDispatcher.AddTo(builder));
    private readonly Dispatcher _paid = new(static builder => PaidOrdersDispatcher.AddTo(builder));
    private readonly AmazonDynamoDBClient _db = new(
        new BasicAWSCredentials("none", "none"), new AmazonDynamoDBConfig { ServiceURL = "http://localhost:1" });

    private readonly DynamoDBContext _context;

    public PageRace()
    {
        _context = new DynamoDBContextBuilder().WithDynamoDBClient(() => _db).Build();
        var orders = Enumerable.Range(0, 2 * OrderPage.Records)
            .Select(static i => OrderPage.MakeEntity(i / 2, isNew: i % 2 == 1)).ToArray();
        Tokens = new("tokens of Utf8JsonReader", () => Count(_page));
        Finding = new("finding the records", () => Find(_page));
        Ours = new("decode and dispatch", () => _all.Dispatch(_page));
        Filtered = new("of which 1 % match a filter", () => _paid.Dispatch(_page));
        Entities = new("entities made with new", () => Copy(orders));
        ByHand = new("SDK, mapped by hand", () => Sdk.MapByHand(_query));
        ByContext = new("SDK, DynamoDBContext", () => Sdk.MapByContext(_context, _query));
    }

    /// <summary>How many bytes the page has.</summary>
    public int Bytes => _page.Length;

    public Candidate Tokens { get; }

    public Candidate Finding { get; }

    public Candidate Ours { get; }

    public Candidate Filtered { get; }

    public Candidate Entities { get; }

    public Candidate ByHand { get; }

    public Candidate ByContext { get; }

    public IReadOnlyList<Candidate> All => [Tokens, Finding, Ours, Filtered, Entities, ByHand, ByContext];

    public void Dispose()
    {
        _all.Dispose();
        _paid.Dispose();
        _context.Dispose();
        _db.Dispose();
    }

    private static void Find(byte[] page)
    {
        using var parsed = RecordPage.Parse(page);
    }

    private static long Count(byte[] page)
    {
        var reader = new Utf8JsonReader(page);
        var count = 0L;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    private static long Copy(Order[] orders)
    {
        var seen = 0L;
        foreach (var order in orders)
        {
            seen += OrderPage.Copy(order).Version;
        }

        return seen;
    }
}
