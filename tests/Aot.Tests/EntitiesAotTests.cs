using DynamoHandlers.Differential.Tests;
using DynamoHandlers.Differential.Tests.Entities;

namespace DynamoHandlers.Aot.Tests;

[Collection<Publishing>]
public sealed class EntitiesAotTests(PublishedEntities program) : IClassFixture<PublishedEntities>
{
    [Fact]
    public void They_publish_without_a_trim_or_AOT_warning()
    {
        Assert.True(program.Publishing.ExitCode == 0, program.Publishing.All);
        Assert.DoesNotMatch(@"\bIL\d{4}\b", program.Publishing.All);
        Assert.DoesNotContain("warning", program.Publishing.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_entity_is_read_and_written_as_with_the_JIT()
    {
        var path = Path.GetTempFileName();
        try
        {
            var count = 0;
            await using (var file = new StreamWriter(path))
            {
                var corpus = new Corpus(file, [.. Enumerable.Range(0, 30)]);
                foreach (var shape in Shapes.All)
                {
                    shape.Visit(corpus);
                }

                count = corpus.Count;
            }

            var run = await program.RunAsync(path);

            Assert.True(run.ExitCode == 0, run.All);
            Assert.StartsWith($"{Shapes.All.Count} shapes, {count} images, ", run.Output, StringComparison.Ordinal);
            Assert.EndsWith(", 0 faults.", run.Output.TrimEnd(), StringComparison.Ordinal);
            Assert.True(count > 50 * Shapes.All.Count, $"The corpus has only {count} images.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
