namespace DynamoHandlers.Hosting;

/// <summary>What can be wrong with the tables of dead letters and of completed changes.</summary>
internal sealed partial class OptionsValidator
{
    private static readonly TimeSpan MinTimeToLive = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(3650);

    private static IEnumerable<string> KeptTableErrors(DynamoHandlersOptions options)
    {
        const string DeadLetters = nameof(options.DeadLetters), Repeats = nameof(options.Repeats);
        var (letters, repeats) = (options.DeadLetters, options.Repeats);
        var errors = TableErrors(DeadLetters, letters.Table, letters.TableOf(options.Application), options.Application)
            .Concat(TableErrors(Repeats, repeats.Table, repeats.TableOf(options.Application), options.Application))
            .Concat(TimeToLiveErrors(DeadLetters, letters.TimeToLive, Timeout.InfiniteTimeSpan))
            .Concat(TimeToLiveErrors(Repeats, repeats.TimeToLive, never: null));
        return letters.TableOf(options.Application) == repeats.TableOf(options.Application)
            ? errors.Append($"{Repeats}.{nameof(repeats.Table)} is '{repeats.TableOf(options.Application)}', and so is "
                + $"{DeadLetters}.{nameof(letters.Table)}; name two tables.")
            : errors;
    }

    private static IEnumerable<string> TableErrors(string option, string? table, string effective, string application)
    {
        if (table is null)
        {
            // Named after the application, whose own errors are said elsewhere.
            if (TableName().IsMatch(application) && !TableName().IsMatch(effective))
            {
                yield return $"{option}.Table is not set, and '{effective}' is too long for a table's name. Set it.";
            }
        }
        else if (!TableName().IsMatch(table))
        {
            yield return $"{option}.Table is '{table}', which cannot name a table: use 3 to 255 letters, digits, '.', '-' and '_'.";
        }
        else if (table == application)
        {
            yield return $"{option}.Table is '{table}', which is {nameof(DynamoHandlersOptions.Application)} and names the lease "
                + "table. Choose another.";
        }
    }

    private static IEnumerable<string> TimeToLiveErrors(string option, TimeSpan timeToLive, TimeSpan? never)
    {
        if (timeToLive != never && (timeToLive < MinTimeToLive || timeToLive > MaxTimeToLive))
        {
            yield return $"{option}.TimeToLive is {timeToLive}; use {MinTimeToLive} to {MaxTimeToLive}"
                + (never is null ? "." : ", or -00:00:00.001 (Timeout.InfiniteTimeSpan) for ever.");
        }
    }
}
