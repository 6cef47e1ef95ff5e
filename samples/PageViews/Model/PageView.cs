using DynamoHandlers;

namespace PageViews.Model;

/// <summary>A page of a customer's web site was looked at.</summary>
[StreamEntity(Table = "PageViews")]
public sealed record PageView
{
    [StreamAttribute("customer")]
    public required string Customer { get; init; }

    [StreamAttribute("page")]
    public required string Page { get; init; }
}
