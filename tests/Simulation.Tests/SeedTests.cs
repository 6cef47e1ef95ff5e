namespace DynamoHandlers.Simulation.Tests;

public sealed class SeedTests
{
    [Fact]
    public async Task Fleets_keep_what_they_promise_under_random_faults()
    {
        var (exitCode, lines) = await SimulatorProcess.RunAsync("--seeds", "300");
        Assert.True(exitCode == 0, string.Join('\n', lines));
        Assert.StartsWith("300 seeds, 0 violations, ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_repeats_itself_in_another_process()
    {
        string[] arguments = ["--step", "1", "--from", "1", "--seeds", "5"];
        var runs = await Task.WhenAll(SimulatorProcess.RunAsync(arguments), SimulatorProcess.RunAsync(arguments));
        Assert.Equal(5, runs[0].Lines.Length);
        Assert.Equal(runs[0].Lines, runs[1].Lines);
    }

    [Fact]
    public async Task A_seed_repeats_itself_whatever_ran_before_it_in_the_process()
    {
        var (_, lines) = await SimulatorProcess.RunAsync("--step", "1", "--from", "1", "--seeds", "3");
        var (_, alone) = await SimulatorProcess.RunAsync("--step", "1", "--from", "3", "--seeds", "1");
        Assert.Equal(lines[2], Assert.Single(alone));
    }

    [Fact]
    public async Task A_rule_left_out_is_noticed_and_replays()
    {
        var (exitCode, lines) = await SimulatorProcess.RunAsync("--seeds", "2", "--mutation", "beating-dead");
        Assert.Equal(1, exitCode);
        var violation = lines.First(static line => line.StartsWith("seed ", StringComparison.Ordinal));
        Assert.Contains("is dead and beats", violation, StringComparison.Ordinal);

        var seed = violation.Split(' ')[1].TrimEnd(':');
        Assert.Contains($"  replay it: eng/simulate.sh --replay {seed} --mutation beating-dead".Trim(), lines);
        var (replayed, trace) = await SimulatorProcess.RunAsync("--replay", seed, "--mutation", "beating-dead");
        Assert.Equal(1, replayed);
        Assert.Contains(trace, line => line.Contains("VIOLATION", StringComparison.Ordinal)
            && line.EndsWith(violation[(violation.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_argument_is_refused()
    {
        var (exitCode, lines) = await SimulatorProcess.RunAsync("--sedes", "2");
        Assert.Equal(2, exitCode);
        Assert.Empty(lines);
    }
}
