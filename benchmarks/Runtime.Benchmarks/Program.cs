using System.Globalization;
using DynamoHandlers.Runtime.Benchmarks;

// Usage: [--quick | --loop NAME]. A page of 1,000 modifications, by several means; the ratios are what counts. --loop runs one
// of them alone for ten seconds, for a profiler.
using var race = new PageRace();
if (args is ["--loop", var name])
{
    Candidate.Race([race.All.Single(candidate => candidate.Name == name)], TimeSpan.Zero, TimeSpan.FromSeconds(10));
    return;
}

var isQuick = args.Contains("--quick");
Candidate.Race(race.All, TimeSpan.FromSeconds(isQuick ? 8 : 15), TimeSpan.FromSeconds(isQuick ? 12 : 45));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A page of {OrderPage.Records} modifications, {race.Bytes} bytes:"));
Console.WriteLine("                              median ms   fastest   bytes a record");
foreach (var candidate in race.All)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Name,-28} {candidate.Median,10:F2} {candidate.Fastest,9:F2} {candidate.Allocated / (double)OrderPage.Records,16:F0}"));
}

Console.WriteLine();
Report("as fast as SDK and DynamoDBContext", race.ByContext.Fastest / race.Ours.Fastest, 8);
Report("as fast as SDK, mapped by hand", race.ByHand.Fastest / race.Ours.Fastest, 1.6);
Report("as fast as the tokens alone", race.Tokens.Fastest / race.Ours.Fastest, 1);
Report("the filtered page as fast as all", race.Ours.Fastest / race.Filtered.Fastest, 3);
Report("the bytes of the entities alone", (double)race.Ours.Allocated / race.Entities.Allocated, 1.05);

static void Report(string what, double ratio, double wanted) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{ratio,6:F2} times {what} (wanted: {wanted:F2})"));
