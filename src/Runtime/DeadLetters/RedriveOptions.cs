namespace DynamoHandlers.DeadLetters;

/// <summary>Which dead letters to hand to their handlers again, and how.</summary>
public sealed record RedriveOptions
{
    /// <summary>The handler whose letters are wanted, such as <c>Shop.OrderMails.Placed</c>. Default: null, all.</summary>
    public string? Handler { get; init; }

    /// <summary>The most letters that are handled at the same time, each of another item. Default: 8; 1 to 1000.</summary>
    public int Parallelism { get; init; } = 8;
}
