using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>A record of <see cref="PageContent"/>. The bytes of images are shown as Latin 1.</summary>
internal sealed record RecordContent
{
    public ChangeKind? Kind { get; set; }

    public string? EventId { get; set; }

    public string? SequenceNumber { get; set; }

    public long CreatedTicks { get; set; }

    public long SizeBytes { get; set; }

    public UserIdentity? Identity { get; set; }

    public string? Keys { get; set; }

    public string? OldImage { get; set; }

    public string? NewImage { get; set; }

    /// <summary>Reads a record from JSON's document model.</summary>
    public static RecordContent Read(JsonElement json)
    {
        var record = new RecordContent();
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "dynamodb" when member.Value.ValueKind != JsonValueKind.Null:
                    record.ReadChange(member.Value);
                    break;
                case "userIdentity" when member.Value.ValueKind != JsonValueKind.Null:
                    record.ReadIdentity(member.Value);
                    break;
                case "eventID":
                    record.EventId = member.Value.GetString();
                    break;
                case "eventName":
                    record.Kind = member.Value.GetString() switch
                    {
                        "INSERT" => ChangeKind.Insert,
                        "MODIFY" => ChangeKind.Modify,
                        "REMOVE" => ChangeKind.Remove,
                        null => null,
                        var name => throw new FormatException(name),
                    };
                    break;
                default:
                    break;
            }
        }

        PageContent.Check(record is { Kind: not null, EventId: not null, SequenceNumber: not null });
        return record;
    }

    private void ReadChange(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Keys":
                    Keys = Image(member.Value);
                    break;
                case "OldImage":
                    OldImage = Image(member.Value);
                    break;
                case "NewImage":
                    NewImage = Image(member.Value);
                    break;
                case "SequenceNumber":
                    SequenceNumber = member.Value.GetString();
                    PageContent.Check(SequenceNumber is null or { Length: >= 1 and <= 40 } && (SequenceNumber ?? "").All(char.IsAsciiDigit));
                    break;
                case "SizeBytes":
                    SizeBytes = member.Value.ValueKind == JsonValueKind.Null ? 0 : member.Value.GetInt64();
                    break;
                case "ApproximateCreationDateTime":
                    CreatedTicks = member.Value.ValueKind == JsonValueKind.Null ? 0 : Created(member.Value.GetDecimal());
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadIdentity(JsonElement json)
    {
        Identity ??= new("", "");
        foreach (var member in json.EnumerateObject())
        {
            var name = member.Name.ToUpper(CultureInfo.InvariantCulture);
            if (name == "TYPE")
            {
                Identity = Identity with { Type = member.Value.GetString() ?? "" };
            }
            else if (name == "PRINCIPALID")
            {
                Identity = Identity with { PrincipalId = member.Value.GetString() ?? "" };
            }
        }
    }

    private static long Created(decimal seconds)
    {
        PageContent.Check(seconds is >= -62135596800 and < 253402300799); // Years 1 to 9999.
        return DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond);
    }

    private static string? Image(JsonElement json)
    {
        PageContent.Check(json.ValueKind is JsonValueKind.Null or JsonValueKind.Object);
        return json.ValueKind == JsonValueKind.Null ? null : Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(json));
    }
}
