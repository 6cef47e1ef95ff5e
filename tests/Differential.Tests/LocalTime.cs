using System.Runtime.CompilerServices;

namespace DynamoHandlers.Differential.Tests;

internal static class LocalTime
{
    /// <summary>
    /// Puts the tests where summer time is, wherever the machine stands: the SDK writes times as seen from there.
    /// </summary>
    [ModuleInitializer]
    public static void Set()
    {
        Environment.SetEnvironmentVariable("TZ", "Europe/Berlin");
        TimeZoneInfo.ClearCachedData();
    }
}
