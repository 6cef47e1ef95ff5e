using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Dispatching.Routing;

/// <summary>Records and handlers of a table with the keys "pk" and "sk", to be routed.</summary>
internal static class RoutedRecord
{
    /// <summary>A page with one record.</summary>
    /// <param name="keys">The members of the keys' JSON object.</param>
    /// <param name="old">Those of the old image; null if the record has none.</param>
    /// <param name="new">Those of the new one.</param>
    public static RecordPage Of(string keys, string? old, string? @new)
    {
        var name = old is null ? "INSERT" : @new is null ? "REMOVE" : "MODIFY";
        return Of(name, keys, old, @new);
    }

    public static RecordPage Of(string eventName, string keys, string? old, string? @new) => RecordPage.Parse(Encoding.UTF8.GetBytes(
        $$"""
        {"Records":[{"eventID":"e","eventName":"{{eventName}}","dynamodb":{"SequenceNumber":"1","Keys":{ {{keys}} }
        {{(old is null ? "" : $",\"OldImage\":{{ {old} }}")}}{{(@new is null ? "" : $",\"NewImage\":{{ {@new} }}")}} } }]}
        """));
}
