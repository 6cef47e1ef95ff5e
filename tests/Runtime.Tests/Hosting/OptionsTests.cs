using DynamoHandlers.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void They_are_read_from_the_configuration_section()
    {
        var options = Read(new()
        {
            ["DynamoHandlers:Application"] = "mailer",
            ["DynamoHandlers:Endpoint"] = "http://localhost:8000",
            ["DynamoHandlers:Tables:Orders"] = "prod-orders",
            ["DynamoHandlers:Tables:Items"] = "arn:aws:dynamodb:eu-west-1:1:table/items/stream/x",
            ["DynamoHandlers:StartPosition"] = "latest",
            ["DynamoHandlers:WorkerId"] = "me",
            ["DynamoHandlers:LeaseDuration"] = "00:00:30",
            ["DynamoHandlers:MaxRecords"] = "200",
            ["DynamoHandlers:MinPollDelay"] = "00:00:00.25",
            ["DynamoHandlers:MaxPollDelay"] = "00:00:05",
            ["DynamoHandlers:CheckpointInterval"] = "00:01:00",
            ["DynamoHandlers:ShutdownTimeout"] = "00:00:15",
            ["DynamoHandlers:TrimmedData"] = "Block",
            ["DynamoHandlers:Unmatched"] = "Fail",
            ["DynamoHandlers:TypeChange"] = "Unmatched",
            ["DynamoHandlers:MaxLeases"] = "7",
            ["DynamoHandlers:ShardSyncInterval"] = "00:02:00",
            ["DynamoHandlers:PrefetchBytes"] = "134217728",
            ["DynamoHandlers:MaxDispatchingShards"] = "12",
            ["DynamoHandlers:HandlerWarningAfter"] = "00:03:00",
            ["DynamoHandlers:LeaseTable:ReadCapacityUnits"] = "10",
            ["DynamoHandlers:LeaseTable:WriteCapacityUnits"] = "20",
            ["DynamoHandlers:LeaseTable:Tags:team"] = "mail",
            ["DynamoHandlers:LeaseTable:DeletionProtection"] = "true",
            ["DynamoHandlers:LeaseTable:PointInTimeRecovery"] = "true",
            ["DynamoHandlers:LeaseTable:Region"] = "eu-west-1",
            ["DynamoHandlers:LeaseTable:Endpoint"] = "http://localhost:8001",
            ["DynamoHandlers:DeadLetters:Table"] = "letters",
            ["DynamoHandlers:DeadLetters:TimeToLive"] = "30.00:00:00",
            ["DynamoHandlers:Repeats:Table"] = "done",
            ["DynamoHandlers:Repeats:TimeToLive"] = "3.00:00:00",
        });

        Assert.Equal("mailer", options.Application);
        Assert.Equal(new Uri("http://localhost:8000"), options.Endpoint);
        Assert.Equal("prod-orders", options.Tables["Orders"]);
        Assert.Equal("arn:aws:dynamodb:eu-west-1:1:table/items/stream/x", options.Tables["Items"]);
        Assert.Equal(StartPosition.Latest, options.StartPosition);
        Assert.Equal("me", options.WorkerId);
        Assert.Equal(TimeSpan.FromSeconds(30), options.LeaseDuration);
        Assert.Equal(200, options.MaxRecords);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.MinPollDelay);
        Assert.Equal(TimeSpan.FromSeconds(5), options.MaxPollDelay);
        Assert.Equal(TimeSpan.FromMinutes(1), options.CheckpointInterval);
        Assert.Equal(TimeSpan.FromSeconds(15), options.ShutdownTimeout);
        Assert.Equal(TrimmedDataPolicy.Block, options.TrimmedData);
        Assert.Equal((UnmatchedPolicy.Fail, TypeChangePolicy.Unmatched), (options.Unmatched, options.TypeChange));
        Assert.Equal((7, 12), (options.MaxLeases, options.MaxDispatchingShards));
        Assert.Equal(TimeSpan.FromMinutes(2), options.ShardSyncInterval);
        Assert.Equal(128 * 1024 * 1024, options.PrefetchBytes);
        Assert.Equal(TimeSpan.FromMinutes(3), options.HandlerWarningAfter);
        Assert.Equal((10L, 20L), (options.LeaseTable.ReadCapacityUnits, options.LeaseTable.WriteCapacityUnits));
        Assert.Equal("mail", options.LeaseTable.Tags["team"]);
        Assert.True(options.LeaseTable is { DeletionProtection: true, PointInTimeRecovery: true });
        Assert.Equal(("eu-west-1", new Uri("http://localhost:8001")), (options.LeaseTable.Region, options.LeaseTable.Endpoint));
        Assert.Equal(("letters", TimeSpan.FromDays(30)), (options.DeadLetters.Table, options.DeadLetters.TimeToLive));
        Assert.Equal(("done", TimeSpan.FromDays(3)), (options.Repeats.Table, options.Repeats.TimeToLive));
    }

    [Fact]
    public void Code_has_the_last_word()
    {
        var options = Read(
            new() { ["DynamoHandlers:Application"] = "section", ["DynamoHandlers:MaxRecords"] = "5" }, static o => o.Application = "code");

        Assert.Equal(("code", 5), (options.Application, options.MaxRecords));
    }

    [Fact]
    public void A_start_position_may_be_a_time()
    {
        var options = Read(new()
        {
            ["DynamoHandlers:Application"] = "mailer",
            ["DynamoHandlers:StartPosition"] = "2026-01-31T12:00:00Z",
        });

        Assert.Equal(StartPosition.At(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)), options.StartPosition);
    }

    [Fact]
    public void A_start_position_that_is_none_is_refused_with_what_it_may_be()
    {
        var error = Assert.ThrowsAny<Exception>(() => Read(new()
        {
            ["DynamoHandlers:Application"] = "mailer",
            ["DynamoHandlers:StartPosition"] = "yesterday",
        }));

        Assert.Contains("'yesterday'", error.Message, StringComparison.Ordinal);
        Assert.Contains("TrimHorizon, Latest, or a time", error.Message, StringComparison.Ordinal);
        Assert.Contains("DynamoHandlers:StartPosition", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_application_is_asked_for()
    {
        var error = Assert.Throws<OptionsValidationException>(static () => Read([]));

        var failure = Assert.Single(error.Failures);
        Assert.Contains("Application is required", failure, StringComparison.Ordinal);
        Assert.Contains("DynamoHandlers:Application", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_out_of_range_is_said_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(static () => Read([], static o =>
        {
            o.Application = "no table/name";
            o.Endpoint = new Uri("ftp://localhost");
            o.WorkerId = "a#b";
            o.LeaseDuration = TimeSpan.FromMilliseconds(999);
            o.MaxRecords = 1001;
            o.MinPollDelay = TimeSpan.Zero;
            o.MaxPollDelay = TimeSpan.FromMinutes(6);
            o.CheckpointInterval = TimeSpan.FromMilliseconds(99);
            o.ShutdownTimeout = TimeSpan.FromSeconds(-1);
            o.MaxLeases = 0;
            o.ShardSyncInterval = TimeSpan.FromSeconds(9);
            o.PrefetchBytes = (2 * 1024 * 1024) - 1;
            o.MaxDispatchingShards = 0;
            o.HandlerWarningAfter = TimeSpan.FromMilliseconds(999);
            (o.LeaseTable.ReadCapacityUnits, o.LeaseTable.WriteCapacityUnits) = (0, -1);
            o.LeaseTable.Region = "Europe";
            o.LeaseTable.Endpoint = new Uri("ftp://localhost");
        }));

        string[] names =
        [
            "Application", "Endpoint", "WorkerId", "LeaseDuration", "MaxRecords", "MinPollDelay", "MaxPollDelay",
            "CheckpointInterval", "ShutdownTimeout", "MaxLeases", "ShardSyncInterval", "PrefetchBytes", "MaxDispatchingShards",
            "HandlerWarningAfter", "LeaseTable.ReadCapacityUnits", "LeaseTable.WriteCapacityUnits", "LeaseTable.Region",
            "LeaseTable.Endpoint",
        ];
        Assert.All(names, name => Assert.Single(
            error.Failures, failure => failure.StartsWith($"DynamoHandlersOptions.{name} is ", StringComparison.Ordinal)));
        Assert.Equal(names.Length, error.Failures.Count());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_is_out_of_range_is_refused(string name, Action<DynamoHandlersOptions> mistake)
    {
        var options = new DynamoHandlersOptions { Application = "app" };
        Assert.True(new OptionsValidator().Validate(null, options).Succeeded);

        mistake(options);

        var result = new OptionsValidator().Validate(null, options);
        Assert.Contains(name, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<DynamoHandlersOptions>> Mistakes() => new()
    {
        { "Application", static o => o.Application = "ab" },
        { "Application", static o => o.Application = new string('a', 256) },
        { "Application", static o => o.Application = "name\n" },
        { "Endpoint", static o => o.Endpoint = new Uri("/relative", UriKind.Relative) },
        { "WorkerId", static o => o.WorkerId = "" },
        { "LeaseDuration", static o => o.LeaseDuration = TimeSpan.FromMinutes(10.1) },
        { "MaxRecords", static o => o.MaxRecords = 0 },
        { "MinPollDelay", static o => o.MinPollDelay = TimeSpan.FromSeconds(2) },
        { "CheckpointInterval", static o => o.CheckpointInterval = TimeSpan.FromMinutes(11) },
        { "ShutdownTimeout", static o => o.ShutdownTimeout = TimeSpan.FromHours(1.1) },
        { "ShardSyncInterval", static o => o.ShardSyncInterval = TimeSpan.FromHours(1.1) },
        { "HandlerWarningAfter", static o => o.HandlerWarningAfter = TimeSpan.FromSeconds(-1) },
        { "HandlerWarningAfter", static o => o.HandlerWarningAfter = TimeSpan.FromDays(1.1) },
        { "belong together", static o => o.LeaseTable.ReadCapacityUnits = 5 },
        { "belong together", static o => o.LeaseTable.WriteCapacityUnits = 5 },
        { "LeaseTable.Region", static o => o.LeaseTable.Region = "" },
        { "LeaseTable.Endpoint", static o => o.LeaseTable.Endpoint = new Uri("/relative", UriKind.Relative) },
        { "LeaseTable.Tags has 'aws:x' = '1'", static o => o.LeaseTable.Tags["aws:x"] = "1" },
        { "LeaseTable.Tags has ''", static o => o.LeaseTable.Tags[""] = "1" },
        { "LeaseTable.Tags has", static o => o.LeaseTable.Tags[new('n', 129)] = "1" },
        { "LeaseTable.Tags has", static o => o.LeaseTable.Tags["n"] = new('v', 257) },
        { "LeaseTable.Tags has 51 tags", static o => Enumerable.Range(0, 51).ToList().ForEach(n => o.LeaseTable.Tags[$"{n}"] = "") },
        { "DeadLetters.Table is 'a b'", static o => o.DeadLetters.Table = "a b" },
        { "DeadLetters.Table is 'app', which is Application", static o => o.DeadLetters.Table = "app" },
        { "DeadLetters.TimeToLive", static o => o.DeadLetters.TimeToLive = TimeSpan.FromSeconds(59) },
        { "DeadLetters.TimeToLive", static o => o.DeadLetters.TimeToLive = TimeSpan.FromDays(3651) },
        { "Repeats.Table is ''", static o => o.Repeats.Table = "" },
        { "Repeats.TimeToLive", static o => o.Repeats.TimeToLive = Timeout.InfiniteTimeSpan },
        { "name two tables", static o => o.DeadLetters.Table = o.Repeats.Table = "kept" },
        { "DeadLetters.Table is not set", static o => (o.Application, o.Repeats.Table) = (new string('a', 250), "done") },
        { "Unmatched is 7; use Skip or Fail", static o => o.Unmatched = (UnmatchedPolicy)7 },
        { "TypeChange is 7; use RemoveAndInsert or Unmatched", static o => o.TypeChange = (TypeChangePolicy)7 },
    };

    [Fact]
    public void Dead_letters_can_be_kept_for_ever_from_configuration_too()
    {
        var options = Read(new()
        {
            ["DynamoHandlers:Application"] = "mailer",
            ["DynamoHandlers:DeadLetters:TimeToLive"] = "-00:00:00.001",
        });

        Assert.Equal(Timeout.InfiniteTimeSpan, options.DeadLetters.TimeToLive);
    }

    [Fact]
    public void Warnings_of_handlers_can_be_switched_off_from_configuration_too()
    {
        var options = Read(new()
        {
            ["DynamoHandlers:Application"] = "mailer",
            ["DynamoHandlers:HandlerWarningAfter"] = "-00:00:00.001",
        });

        Assert.Equal(Timeout.InfiniteTimeSpan, options.HandlerWarningAfter);
    }

    private static DynamoHandlersOptions Read(
        Dictionary<string, string?> settings, Action<DynamoHandlersOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddDynamoHandlers(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value;
    }
}
