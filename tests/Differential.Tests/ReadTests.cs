using DynamoHandlers.Differential.Tests.Entities;

namespace DynamoHandlers.Differential.Tests;

public sealed class ReadTests(ITestOutputHelper output)
{
    public static TheoryData<string> ShapeNames => [.. Shapes.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_the_SDK_writes_is_read_as_the_SDK_reads_it_or_as_it_was_meant(string shape)
    {
        var fresh = Random.Shared.Next();
        var comparison = new ReadComparison([.. Enumerable.Range(0, 60), .. Enumerable.Range(fresh, 20)]);

        Shapes.All.Single(s => s.Name == shape).Visit(comparison);

        output.WriteLine(
            $"{comparison.Equal} values read alike, {comparison.Ours} by us alone, {comparison.Left} with known differences.");
        Assert.True(
            comparison.Problems.Count == 0,
            $"{comparison.Problems.Count} values differ:\n{string.Join('\n', comparison.Problems.Take(5))}");
        Assert.Equal(KnownDifference.All.Where(d => d.Shape == shape), KnownDifference.All.Where(d => d.Shape != "*" && comparison.Met.Contains(d)));
        Assert.True(comparison.Equal + comparison.Ours > 100, "Too few values were compared.");
    }
}
