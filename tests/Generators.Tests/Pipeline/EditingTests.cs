using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Tests.Pipeline;

/// <summary>Whatever is edited, the generator says what it would say if it saw the project for the first time.</summary>
public sealed class EditingTests
{
    private const int Edits = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(150)]
    public void Edits_of_known_seeds_leave_nothing_behind(int first)
    {
        var reasons = Enumerable.Range(first, 50).SelectMany(Follow).ToLookup(static reason => reason);

        // Or else the edits would prove nothing.
        Assert.InRange(reasons[IncrementalStepRunReason.Cached].Count(), 50, 50 * Edits);
        Assert.InRange(reasons[IncrementalStepRunReason.Modified].Count(), 50, 50 * Edits);
    }

    [Fact]
    public void Edits_of_new_seeds_leave_nothing_behind() =>
        Assert.All(Enumerable.Range(0, 50), static _ => Follow(Random.Shared.Next()));

    [Fact]
    public void The_project_is_right_before_any_edit() =>
        GeneratorHarness.Run(new EditedProject(0).Compilation).Compiles();

    // How the handlers came about after each edit: whether they were parsed again.
    private static List<IncrementalStepRunReason> Follow(int seed)
    {
        var project = new EditedProject(seed);
        var run = GeneratorHarness.Run(project.Compilation);
        var edits = new List<string>();
        var reasons = new List<IncrementalStepRunReason>();
        for (var i = 0; i < Edits; i++)
        {
            edits.Add(project.Edit());
            run = run.RunAgain(project.Compilation);
            var fresh = GeneratorHarness.Run(project.Compilation.Clone());
            Assert.True(run.Result.Exception is null, Message("The generator failed."));
            Assert.True(Findings.Of(fresh).SequenceEqual(Findings.Of(run)), Message(Difference(fresh, run)));
            reasons.Add(run.Result.TrackedSteps[TrackingNames.Methods].Single().Outputs.Single().Reason);
        }

        return reasons;

        string Message(string what) => $"Seed {seed}: {what} {run.Result.Exception}\nEdits:\n{string.Join("\n", edits)}";
    }

    private static string Difference(GeneratorRun fresh, GeneratorRun run) =>
        $"After the last edit a new run gives\n{string.Join("\n", Findings.Of(fresh).Except(Findings.Of(run)))}\n"
        + $"and the edited one\n{string.Join("\n", Findings.Of(run).Except(Findings.Of(fresh)))}";
}
