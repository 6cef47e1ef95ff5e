using System.Globalization;
using ViewType = DynamoHandlers.Wire.StreamViewType;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>How tables, streams and their settings are named.</summary>
internal static class StreamNames
{
    public const string Region = "us-east-1";

    public static string TableArn(string table) => $"arn:aws:dynamodb:{Region}:000000000000:table/{table}";

    public static string StreamArn(string table, string label) => $"{TableArn(table)}/stream/{label}";

    public static string Label(DateTimeOffset enabledAt) =>
        enabledAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Of(ViewType viewType) => viewType switch
    {
        ViewType.KeysOnly => "KEYS_ONLY",
        ViewType.NewImage => "NEW_IMAGE",
        ViewType.OldImage => "OLD_IMAGE",
        _ => "NEW_AND_OLD_IMAGES",
    };

    public static ViewType ViewTypeOf(string? name) => name switch
    {
        "KEYS_ONLY" => ViewType.KeysOnly,
        "NEW_IMAGE" => ViewType.NewImage,
        "OLD_IMAGE" => ViewType.OldImage,
        "NEW_AND_OLD_IMAGES" => ViewType.NewAndOldImages,
        _ => throw Errors.Validation(
            $"One or more parameter values were invalid: StreamViewType {name ?? "null"} is not one of KEYS_ONLY, "
            + "NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES"),
    };
}
