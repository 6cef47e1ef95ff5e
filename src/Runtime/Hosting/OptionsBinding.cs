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
            options.StartPosition = StartPosition.Parse(start);
        }
    }
}
