using System.CommandLine;
using System.CommandLine.Parsing;

namespace Orders;

/// <summary>The command line of the sample.</summary>
internal static class ShopCommand
{
    private static readonly Option<Uri?> Endpoint = new("--endpoint")
    {
        Description = "A DynamoDB to run on, such as http://localhost:8000 for DynamoDB Local; its tables are created. "
            + "Without it, the sample runs on an embedded in-memory DynamoDB.",
        HelpName = "url",
        CustomParser = ParseUrl,
    };

    private static readonly Option<bool> Aws = new("--aws")
    {
        Description = "Run on the DynamoDB of AWS, with the credentials and the region of the environment. "
            + "Creates the tables Orders and order-mailer, which stay.",
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long the shop writes orders.",
        DefaultValueFactory = static _ => 10,
    };

    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "How many changes a second it makes.",
        DefaultValueFactory = static _ => 8,
    };

    public static RootCommand Create()
    {
        Seconds.Validators.Add(static result => CheckRange(result, 0, 86_400));
        Rate.Validators.Add(static result => CheckRange(result, 0.1, 1000));
        var command = new RootCommand("A small shop writes orders to DynamoDB, and handlers print what happened to them.")
        {
            Endpoint, Aws, Seconds, Rate,
        };
        command.SetAction(static (arguments, stop) => ShopHost.RunAsync(
            arguments.GetValue(Endpoint),
            arguments.GetValue(Aws),
            TimeSpan.FromSeconds(arguments.GetValue(Seconds)),
            TimeSpan.FromSeconds(1 / arguments.GetValue(Rate)),
            stop));
        return command;
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
        {
            return url;
        }

        argument.AddError($"'{text}' is not a URL such as http://localhost:8000.");
        return null;
    }

    private static void CheckRange(OptionResult result, double min, double max)
    {
        var value = result.GetValueOrDefault<double>();
        if (value < min || value > max)
        {
            result.AddError($"{result.Option.Name} is {value}; use {min} to {max}.");
        }
    }
}
