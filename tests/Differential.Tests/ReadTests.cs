using DynamoHandlers.Differential.Tests.Entities;

namespace DynamoHandlers.Differential.Tests;

/// <summary>How many values were compared is shown with <c>-showLiveOutput</c>.</summary>
public sealed class ReadTests(ITestOutputHelper output)
{
    public static TheoryData<string> ShapeNames => [.. Shapes.All.Where(static s => s.IsKnownToSdk).Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_the_SDK_writes_is_read_as_the_SDK_reads_it_or_as_it_was_meant(string shape) =>
        Compare(shape, byOthers: false);

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_others_write_is_read_as_the_SDK_reads_it_where_it_can(string shape) => Compare(shape, byOthers: true);

    private void Compare(string shape, bool byOthers)
    {
        var fresh = Random.Shared.Next();
        var comparison = new ReadComparison([.. Enumerable.Range(0, 60), .. Enumerable.Range(fresh, 20)], byOthers);

        Shapes.All.Single(s => s.Name == shape).Visit(comparison);

        output.WriteLine($"{shape}: {comparison.Equal} read alike, {comparison.Ours} by us alone, {comparison.Left} left aside.");
        Assert.True(
            comparison.Problems.Count == 0,
            $"{comparison.Problems.Count} values differ:\n{string.Join('\n', comparison.Problems.Take(5))}");
        Assert.Equal(
            KnownDifference.OfReading.Where(d => d.Shape == shape && d.IsByOthers == byOthers),
            comparison.Met.Where(d => d.Shape == shape && d.IsByOthers == byOthers).OrderBy(KnownDifference.OfReading.ToList().IndexOf));
        Assert.True(comparison.Equal + comparison.Ours + comparison.Left == 480 && comparison.Left < 480, "Values got lost.");
    }
}
