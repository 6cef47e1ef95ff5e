using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.Runtime;
using DynamoHandlers.Runtime.Benchmarks;
using DynamoHandlers.Wire;

// Usage: [--quick | --loop NAME]. A page of 1,000 modifications, by several means; the ratios are what counts. --loop runs one
// of them alone for ten seconds, for a profiler.
var isQuick = args.Contains("--quick");
var page = OrderPage.Make();
var query = OrderPage.MakeQuery();
var orders = Enumerable.Range(0, 2 * OrderPage.Records).Select(static i => OrderPage.MakeEntity(i / 2, i % 2 == 1)).ToArray();
using var db = new AmazonDynamoDBClient(new BasicAWSCredentials("none", "none"), new AmazonDynamoDBConfig { ServiceURL = "http://localhost:1" });
using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => db).Build();
using var all = new Dispatcher(static builder => AllOrdersDispatcher.AddTo(builder));
using var paid = new Dispatcher(static builder => PaidOrdersDispatcher.AddTo(builder));

var tokens = new Candidate("tokens of Utf8JsonReader", () => Count(page));
var parse = new Candidate("finding the records", () => Parse(page));
var ours = new Candidate("decode and dispatch", () => all.Dispatch(page));
var filtered = new Candidate("of which 1 % match a filter", () => paid.Dispatch(page));
var entities = new Candidate("entities made with new", () => CopyAll(orders));
var hand = new Candidate("SDK, mapped by hand", () => Sdk.MapByHand(query));
var document = new Candidate("SDK, DynamoDBContext", () => Sdk.MapByContext(context, query));
Candidate[] candidates = [tokens, parse, ours, filtered, entities, hand, document];
if (args is ["--loop", var name])
{
    Candidate.Race([candidates.Single(candidate => candidate.Name == name)], TimeSpan.Zero, TimeSpan.FromSeconds(10));
    return;
}

Candidate.Race(candidates, TimeSpan.FromSeconds(isQuick ? 8 : 15), TimeSpan.FromSeconds(isQuick ? 12 : 45));

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A page of {OrderPage.Records} modifications, {page.Length} bytes:"));
Console.WriteLine("                              median ms   fastest   bytes a record");
foreach (var candidate in candidates)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Name,-28} {candidate.Median,10:F2} {candidate.Fastest,9:F2} {candidate.Allocated / (double)OrderPage.Records,16:F0}"));
}

Console.WriteLine();
Report("as fast as SDK and DynamoDBContext", document.Fastest / ours.Fastest, 8);
Report("as fast as SDK, mapped by hand", hand.Fastest / ours.Fastest, 1.6);
Report("as fast as the tokens alone", tokens.Fastest / ours.Fastest, 1);
Report("the filtered page as fast as all", ours.Fastest / filtered.Fastest, 3);
Report("the entities' bytes as ours", (double)entities.Allocated / ours.Allocated, 1 / 1.05);

static void Report(string what, double ratio, double wanted) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{ratio,6:F2} times {what} (wanted: {wanted:F2})"));

static void Parse(byte[] page)
{
    using var parsed = RecordPage.Parse(page);
}

static long Count(byte[] page)
{
    var reader = new Utf8JsonReader(page);
    var count = 0L;
    while (reader.Read())
    {
        count++;
    }

    return count;
}

static long CopyAll(Order[] orders)
{
    var seen = 0L;
    foreach (var order in orders)
    {
        seen += OrderPage.Copy(order).Version;
    }

    return seen;
}
