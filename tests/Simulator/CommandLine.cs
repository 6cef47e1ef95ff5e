using System.Globalization;

namespace DynamoHandlers.Simulator;

/// <summary>What the simulator is asked to do.</summary>
internal sealed class CommandLine
{
    public const string Usage = """
        simulator --seeds N [--from S] [--jobs J] [--mutation NAME]
        simulator --replay S [--mutation NAME]
        simulator --mutations [--seeds N] [--jobs J]
        simulator --scale SHARDS --workers N
        simulator --cost
        """;

    private CommandLine()
    {
    }

    public int? Seeds { get; private set; }

    public int From { get; private set; } = 1;

    public int Jobs { get; private set; } = Environment.ProcessorCount;

    /// <summary>The seed to be run with everything printed.</summary>
    public int? Replay { get; private set; }

    public bool Mutations { get; private set; }

    /// <summary>How many shards a large fleet is to be simulated with.</summary>
    public int? Scale { get; private set; }

    /// <summary>How many workers the large fleet has.</summary>
    public int Workers { get; private set; } = 10;

    /// <summary>Whether to print what coordination costs.</summary>
    public bool Cost { get; private set; }

    /// <summary>The name of the one rule that is left out.</summary>
    public string? Mutation { get; private set; }

    /// <summary>Set for a child process: run every so-manieth seed.</summary>
    public int? Step { get; private set; }

    /// <summary>Whether to end with the first violation.</summary>
    public bool UntilViolation { get; private set; }

    /// <exception cref="FormatException">The arguments make no sense; the message says which.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        var parsed = new CommandLine();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--seeds": parsed.Seeds = Number(arguments, ref i); break;
                case "--from": parsed.From = Number(arguments, ref i); break;
                case "--jobs": parsed.Jobs = Number(arguments, ref i); break;
                case "--replay": parsed.Replay = Number(arguments, ref i); break;
                case "--step": parsed.Step = Number(arguments, ref i); break;
                case "--mutation": parsed.Mutation = Text(arguments, ref i); break;
                case "--mutations": parsed.Mutations = true; break;
                case "--scale": parsed.Scale = Number(arguments, ref i); break;
                case "--workers": parsed.Workers = Number(arguments, ref i); break;
                case "--cost": parsed.Cost = true; break;
                case "--until-violation": parsed.UntilViolation = true; break;
                default: throw new FormatException($"Unknown argument '{arguments[i]}'.");
            }
        }

        return parsed is { Seeds: null, Replay: null, Mutations: false, Scale: null, Cost: false }
            ? throw new FormatException("Say --seeds, --replay, --mutations, --scale or --cost.")
            : parsed;
    }

    private static string Text(string[] arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[^1]} lacks its value.");

    private static int Number(string[] arguments, ref int i)
    {
        var name = arguments[i];
        return int.TryParse(Text(arguments, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} takes a number, not '{arguments[i]}'.");
    }
}
