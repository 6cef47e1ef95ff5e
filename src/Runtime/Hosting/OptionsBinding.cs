using Microsoft.Extensions.Configuration;

namespace DynamoHandlers.Hosting;

/// <summary>Binds the configuration section to the options, by generated code.</summary>
internal static class OptionsBinding
{
    public static void Bind(IConfiguration? section, DynamoHandlersOptions options)
    {
        if (section is null)
        {
            return;
        }

        section.Bind(options);

        // Not one of the types that the binder knows.
        if (section[nameof(options.StartPosition)] is { Length: > 0 } start)
        {
            options.StartPosition = ParseStartPosition(section, start);
        }
    }

    private static StartPosition ParseStartPosition(IConfiguration section, string text)
    {
        try
        {
            return StartPosition.Parse(text);
        }
        catch (FormatException e)
        {
            var key = (section as IConfigurationSection)?.Path ?? DynamoHandlersOptions.Section;
            throw new FormatException($"The configuration's {key}:{nameof(StartPosition)} is wrong: {e.Message}", e);
        }
    }
}
