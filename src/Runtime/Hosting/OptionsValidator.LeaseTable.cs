using System.Text.RegularExpressions;

namespace DynamoHandlers.Hosting;

/// <summary>What can be wrong with where the lease table is and how it is created.</summary>
internal sealed partial class OptionsValidator
{
    // The service's limits.
    private const int MaxTags = 50;
    private const int MaxTagName = 128;
    private const int MaxTagValue = 256;

    private static IEnumerable<string> LeaseTableErrors(LeaseTableOptions table)
    {
        const string Prefix = nameof(DynamoHandlersOptions.LeaseTable) + ".";
        if (table.ReadCapacityUnits is null != table.WriteCapacityUnits is null)
        {
            yield return $"{Prefix}{nameof(table.ReadCapacityUnits)} and {nameof(table.WriteCapacityUnits)} belong together: "
                + "set both for a table with provisioned capacity, neither for one that is paid on demand.";
        }

        if (table.ReadCapacityUnits < 1)
        {
            yield return $"{Prefix}{nameof(table.ReadCapacityUnits)} is {table.ReadCapacityUnits}; use at least 1.";
        }

        if (table.WriteCapacityUnits < 1)
        {
            yield return $"{Prefix}{nameof(table.WriteCapacityUnits)} is {table.WriteCapacityUnits}; use at least 1.";
        }

        if (table.Endpoint is { } endpoint && !IsUrl(endpoint))
        {
            yield return $"{Prefix}{nameof(table.Endpoint)} is '{endpoint}'; write a URL such as http://localhost:8000.";
        }

        if (table.Region is { } region && !RegionName().IsMatch(region))
        {
            yield return $"{Prefix}{nameof(table.Region)} is '{region}'; write the name of a region, such as eu-west-1.";
        }

        if (table.Tags.Count > MaxTags)
        {
            yield return $"{Prefix}{nameof(table.Tags)} has {table.Tags.Count} tags; DynamoDB allows {MaxTags}.";
        }

        foreach (var (name, value) in table.Tags)
        {
            if (name.Length is 0 or > MaxTagName || value is null || value.Length > MaxTagValue
                || name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{Prefix}{nameof(table.Tags)} has '{name}' = '{value}'; a tag's name has 1 to {MaxTagName} "
                    + $"characters and does not begin with 'aws:', its value has at most {MaxTagValue}.";
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,63}\z")]
    private static partial Regex RegionName();
}
