using Amazon.DynamoDBv2;

namespace DynamoHandlers.Differential.Tests.Sdk;

/// <summary>A way in which the SDK can write an object.</summary>
/// <param name="IsV1">Whether by the conversion V1, else V2.</param>
/// <param name="WritesEmptyTexts">Whether "" is written; it is left out otherwise.</param>
/// <param name="IsSaved">Whether by SaveAsync, else by ToDocument.</param>
internal sealed record Way(bool IsV1, bool WritesEmptyTexts, bool IsSaved)
{
    public static Way V1 { get; } = new(IsV1: true, WritesEmptyTexts: false, IsSaved: false);

    public static Way V2 { get; } = new(IsV1: false, WritesEmptyTexts: false, IsSaved: false);

    /// <summary>All of them; documents are always without empty texts.</summary>
    public static IReadOnlyList<Way> All { get; } =
    [
        V1, V2, V1 with { IsSaved = true }, V2 with { IsSaved = true },
        new(IsV1: true, WritesEmptyTexts: true, IsSaved: true), new(IsV1: false, WritesEmptyTexts: true, IsSaved: true),
    ];

    public DynamoDBEntryConversion Conversion => IsV1 ? DynamoDBEntryConversion.V1 : DynamoDBEntryConversion.V2;

    public override string ToString() =>
        $"{(IsSaved ? "saved" : "made a document")} by {(IsV1 ? "V1" : "V2")}{(WritesEmptyTexts ? " with empty texts" : "")}";
}
