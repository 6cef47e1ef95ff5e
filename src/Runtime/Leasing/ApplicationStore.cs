using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Leasing;

/// <summary>What can be done to the application's row. Safe for concurrent use.</summary>
internal sealed class ApplicationStore(LeaseTable table)
{
    private const string Name = "A";

    /// <summary>Reads the row, strongly consistent; one that was never written says that nothing was ever rewound.</summary>
    public async ValueTask<Application> GetAsync(CancellationToken cancellationToken)
    {
        if (await table.GetAsync(Name, Name, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return new(Application.FirstGeneration);
        }

        return new(
            row.TryGetNumber("gen") ?? Application.FirstGeneration,
            row.TryGetNumber("next"),
            row.GetText("rewind") is { } rewind ? RewindRequest.Parse(rewind) : null,
            row.GetNumber("swept"));
    }

    /// <summary>Asks for another generation, unless one is asked for or published already.</summary>
    public async ValueTask<bool> BeginAsync(Application seen, RewindRequest request, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Name, Name),
                "SET #gen = :gen, #next = :next, #rewind = :rewind",
                seen.Generation == Application.FirstGeneration
                    ? "attribute_not_exists(#next) AND (attribute_not_exists(#gen) OR #gen = :gen)"
                    : "attribute_not_exists(#next) AND #gen = :gen",
                new()
                {
                    [":gen"] = Row.Number(seen.Generation),
                    [":next"] = Row.Number(seen.Generation + 1),
                    [":rewind"] = Row.Text(request.ToString()),
                }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Lets the next generation begin, unless somebody else has.</summary>
    public async ValueTask<bool> PublishAsync(Application pending, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Name, Name),
                "SET #gen = :next REMOVE #next",
                "#gen = :gen AND #next = :next",
                new() { [":gen"] = Row.Number(pending.Generation), [":next"] = Row.Number(pending.Next!.Value) }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Writes the row anew that somebody has deleted while workers work on a later generation than the first.</summary>
    public ValueTask<bool> RestoreAsync(long generation, CancellationToken cancellationToken)
    {
        var row = Row.Key(Name, Name);
        row["gen"] = Row.Number(generation);
        return table.CreateAsync(row, cancellationToken);
    }

    /// <summary>Takes note that the rows of a generation and of all before it are deleted.</summary>
    public async ValueTask SweptAsync(long generation, CancellationToken cancellationToken) => await table.UpdateAsync(
        new(
            Row.Key(Name, Name),
            "SET #swept = :swept",
            "#gen > :swept",
            new Dictionary<string, AttributeValue> { [":swept"] = Row.Number(generation) }),
        cancellationToken).ConfigureAwait(false);
}
