using DynamoHandlers.Differential.Tests.Entities;

namespace DynamoHandlers.Differential.Tests;

/// <summary>How many values were compared is shown with <c>-showLiveOutput</c>.</summary>
public sealed class WriteTests(ITestOutputHelper output)
{
    public static TheoryData<string> ShapeNames => [.. Shapes.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_we_write_is_what_the_SDK_writes_and_is_read_back_by_both(string shape)
    {
        var fresh = Random.Shared.Next();
        var comparison = new WriteComparison([.. Enumerable.Range(0, 60), .. Enumerable.Range(fresh, 20)]);

        Shapes.All.Single(s => s.Name == shape).Visit(comparison);

        output.WriteLine(
            $"{shape}: {comparison.RoundTrips} read back, {comparison.Equal} written by the SDK too, {comparison.ReadEqual} read by it.");
        Assert.True(
            comparison.Problems.Count == 0,
            $"{comparison.Problems.Count} values differ:\n{string.Join('\n', comparison.Problems.Take(5))}");
        Assert.Equal(
            KnownDifference.OfWriting.Where(d => d.Shape == shape),
            comparison.Met.Where(d => d.Shape == shape).OrderBy(KnownDifference.OfWriting.ToList().IndexOf));
        Assert.True(comparison.RoundTrips > 100, "Too few values were compared.");
    }
}
