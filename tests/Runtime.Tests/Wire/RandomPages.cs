using System.Globalization;
using System.Text;
using DynamoHandlers.Runtime.Tests.Images;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>Makes pages as the service could send them, and writes them in every form that JSON allows.</summary>
internal sealed class RandomPages
{
    private readonly Random _random;
    private readonly RandomImages _images;
    private readonly RandomJson _json;
    private double _faults;

    public RandomPages(int seed)
    {
        _random = new Random(seed);
        _images = new RandomImages(seed);
        _json = new RandomJson(_random);
    }

    public PageContent Page() => new(
        _random.Next(3) == 0 ? null : _json.Text() + "i",
        [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Record())]);

    /// <summary>The page in JSON.</summary>
    /// <param name="page">The page.</param>
    /// <param name="faults">How likely it is for a member to be there twice, or to have a value of any kind.</param>
    public byte[] Encode(PageContent page, double faults = 0)
    {
        _faults = faults;
        var json = new StringBuilder();
        _json.Space(json);
        Object(
            json,
            ("Records", j => _json.Array(j, page.Records, record => Encode(j, record))),
            Text("NextShardIterator", page.Next));
        _json.Space(json);
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private RecordContent Record() => new()
    {
        Kind = (ChangeKind)_random.Next(3),
        EventId = _json.Text(),
        SequenceNumber = string.Concat(Enumerable.Range(0, 1 + _random.Next(40)).Select(_ => _random.Next(10))),
        CreatedTicks = _random.Next(3) == 0 ? 0 : DateTime.UnixEpoch.AddMilliseconds(_random.NextInt64(-1L << 40, 1L << 42)).Ticks,
        SizeBytes = _random.Next(3) == 0 ? 0 : _random.NextInt64(),
        Identity = Identity(),
        Keys = Image(),
        OldImage = Image(),
        NewImage = Image(),
    };

    private UserIdentity? Identity() => _random.Next(4) switch
    {
        0 => new("Service", "dynamodb.amazonaws.com"),
        1 => new(_json.Text(), _json.Pick(["", "dynamodb.amazonaws.com", "AWS"])),
        _ => null,
    };

    // With its white space and escapes, which stay as they are in the page.
    private string? Image() => _random.Next(4) == 0
        ? null
        : Encoding.Latin1.GetString(_images.Encode(_images.Image())).Trim(' ', '\r', '\n', '\t');

    private void Encode(StringBuilder json, RecordContent record)
    {
        var identity = record.Identity;
        Object(
            json,
            Text("eventID", record.EventId),
            Text("eventName", record.Kind?.ToString().ToUpperInvariant()),
            Text("awsRegion", "eu-central-1"),
            ("dynamodb", j => Object(
                j,
                Json("Keys", record.Keys),
                Json("OldImage", record.OldImage),
                Json("NewImage", record.NewImage),
                Text("SequenceNumber", record.SequenceNumber),
                Json("SizeBytes", record.SizeBytes == 0 ? null : record.SizeBytes.ToString(CultureInfo.InvariantCulture)),
                Json("ApproximateCreationDateTime", record.CreatedTicks == 0 ? null : Seconds(record.CreatedTicks)),
                Text("StreamViewType", "NEW_AND_OLD_IMAGES"))),
            ("userIdentity", identity is null ? null : j => Object(
                j,
                Text(_json.Pick(["type", "Type"]), identity.Type.Length == 0 ? null : identity.Type),
                Text(_json.Pick(["principalId", "PrincipalId"]), identity.PrincipalId.Length == 0 ? null : identity.PrincipalId))));
    }

    private string Seconds(long ticks)
    {
        var seconds = (ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerSecond;
        return _random.Next(3) switch
        {
            0 => seconds.ToString(CultureInfo.InvariantCulture),
            1 => $"{(seconds / 1_000_000_000).ToString(CultureInfo.InvariantCulture)}{_json.Pick(["E9", "e+9", "E009"])}",
            _ => $"{seconds.ToString("F12", CultureInfo.InvariantCulture)}",
        };
    }

    private (string Name, Action<StringBuilder>? Value) Text(string name, string? text) =>
        (name, text is null ? null : j => _json.Quoted(j, text));

    private static (string Name, Action<StringBuilder>? Value) Json(string name, string? json) =>
        (name, json is null ? null : j => j.Append(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(json))));

    // Members without value are absent or null; others stand between them that nobody knows.
    private void Object(StringBuilder json, params (string Name, Action<StringBuilder>? Value)[] members)
    {
        var written = new List<(string Name, Action<StringBuilder> Value)>();
        foreach (var (name, value) in members)
        {
            if (value is not null || _random.Next(2) == 0)
            {
                written.Add((name, IsFaulty() ? Anything : value ?? (static j => j.Append("null"))));
            }

            if (IsFaulty())
            {
                written.Add((name, value ?? Anything));
            }

            if (_random.Next(5) == 0)
            {
                written.Add((_json.Pick(["", "x", "newImage", "records", "RECORDS", "Dynamodb", "é", "NewImage ", "\\"]), Anything));
            }
        }

        _json.Object(json, [.. written]);
    }

    private void Anything(StringBuilder json) => _json.Anything(json);

    private bool IsFaulty() => _random.NextDouble() < _faults;
}
