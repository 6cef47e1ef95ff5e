using System.Text.RegularExpressions;
using DynamoHandlers.Dispatching.Failures;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Hosting;

/// <summary>Checks the options when the host starts, and says everything that is wrong at once.</summary>
internal sealed partial class OptionsValidator : IValidateOptions<DynamoHandlersOptions>
{
    // An answer of 1 MB, the service's limit, as it grows in its buffer, and records taken out of it.
    private const long MinPrefetchBytes = 2 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, DynamoHandlersOptions options)
    {
        var errors = Errors(options).Concat(LeaseTableErrors(options.LeaseTable)).Concat(KeptTableErrors(options)).Select(static error => $"{nameof(DynamoHandlersOptions)}.{error}").ToArray();
        return errors.Length > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Errors(DynamoHandlersOptions options)
    {
        if (string.IsNullOrEmpty(options.Application))
        {
            yield return $"{nameof(options.Application)} is required: it names the application and its lease table. "
                + "Set it in AddDynamoHandlers(o => o.Application = \"…\") or in the configuration as DynamoHandlers:Application.";
        }
        else if (!TableName().IsMatch(options.Application))
        {
            yield return $"{nameof(options.Application)} is '{options.Application}', which cannot name a table: "
                + "use 3 to 255 letters, digits, '.', '-' and '_'.";
        }

        if (options.Endpoint is { } endpoint && !IsUrl(endpoint))
        {
            yield return $"{nameof(options.Endpoint)} is '{endpoint}'; write a URL such as http://localhost:8000.";
        }

        if (string.IsNullOrEmpty(options.WorkerId) || options.WorkerId.Contains('#', StringComparison.Ordinal))
        {
            yield return $"{nameof(options.WorkerId)} is '{options.WorkerId}'; it must not be empty nor contain '#'.";
        }

        if (options.MaxRecords is < 1 or > 1000)
        {
            yield return $"{nameof(options.MaxRecords)} is {options.MaxRecords}; use 1 to 1000.";
        }

        if (options.MaxLeases < 1)
        {
            yield return $"{nameof(options.MaxLeases)} is {options.MaxLeases}; use at least 1.";
        }

        if (options.MaxDispatchingShards < 1)
        {
            yield return $"{nameof(options.MaxDispatchingShards)} is {options.MaxDispatchingShards}; use at least 1.";
        }

        if (options.Parallelism is < 1 or > 256)
        {
            yield return $"{nameof(options.Parallelism)} is {options.Parallelism}; use 1 to 256.";
        }

        if (FailureRule.Of(null, options.Failure).Error is { } failure)
        {
            yield return $"{nameof(options.Failure)} is wrong: {failure}.";
        }

        if (options.Failure.MaxCrashes < 1)
        {
            yield return $"{nameof(options.Failure)}.{nameof(options.Failure.MaxCrashes)} is {options.Failure.MaxCrashes}; use at least 1.";
        }

        if (options.PrefetchBytes < MinPrefetchBytes)
        {
            yield return $"{nameof(options.PrefetchBytes)} is {options.PrefetchBytes}; use at least {MinPrefetchBytes} (2 MiB).";
        }

        if (options.MinPollDelay > options.MaxPollDelay)
        {
            yield return $"{nameof(options.MinPollDelay)} ({options.MinPollDelay}) is longer than "
                + $"{nameof(options.MaxPollDelay)} ({options.MaxPollDelay}).";
        }

        if (!Enum.IsDefined(options.Unmatched))
        {
            yield return $"{nameof(options.Unmatched)} is {options.Unmatched}; use {string.Join(" or ", Enum.GetNames<UnmatchedPolicy>())}.";
        }

        if (!Enum.IsDefined(options.TypeChange))
        {
            yield return $"{nameof(options.TypeChange)} is {options.TypeChange}; use {string.Join(" or ", Enum.GetNames<TypeChangePolicy>())}.";
        }

        if (options.HandlerWarningAfter != Timeout.InfiniteTimeSpan
            && (options.HandlerWarningAfter < TimeSpan.FromSeconds(1) || options.HandlerWarningAfter > TimeSpan.FromDays(1)))
        {
            yield return $"{nameof(options.HandlerWarningAfter)} is {options.HandlerWarningAfter}; use 00:00:01 to 1.00:00:00, or "
                + "-00:00:00.001 (Timeout.InfiniteTimeSpan) for no warnings.";
        }

        foreach (var error in DurationErrors(options))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> DurationErrors(DynamoHandlersOptions options)
    {
        var durations = new (string Name, TimeSpan Value, TimeSpan Min, TimeSpan Max)[]
        {
            (nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            (nameof(options.ShardSyncInterval), options.ShardSyncInterval, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            (nameof(options.MinPollDelay), options.MinPollDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)),
            (nameof(options.MaxPollDelay), options.MaxPollDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5)),
            (nameof(options.CheckpointInterval), options.CheckpointInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            (nameof(options.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromHours(1)),
        };
        foreach (var (name, value, min, max) in durations)
        {
            if (value < min || value > max)
            {
                yield return $"{name} is {value}; use {min} to {max}.";
            }
        }
    }

    private static bool IsUrl(Uri endpoint) => endpoint.IsAbsoluteUri && endpoint.Scheme is ("http" or "https");

    // What DynamoDB allows as a table's name.
    [GeneratedRegex(@"^[a-zA-Z0-9_.-]{3,255}\z")]
    private static partial Regex TableName();
}
