namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// The conditions of a pattern, and how two patterns of one table stand to each other. Pure. Compiled into the generator
/// too, which says at compile time what the worker would say at start.
/// </summary>
/// <param name="Discriminator">The attribute that names the type; null for none.</param>
/// <param name="Value">What it must be, or start with.</param>
/// <param name="IsPrefix">Whether it need only start with it.</param>
/// <param name="KeyPrefix">What the partition key starts with; empty for anything.</param>
/// <param name="SortKeyPrefix">What the sort key starts with; empty for anything.</param>
internal sealed record PatternConditions(
    string? Discriminator, string Value, bool IsPrefix, string KeyPrefix, string SortKeyPrefix)
{
    public static PatternConditions Of(
        string? discriminator, string? value, string? keyPrefix, string? sortKeyPrefix)
    {
        var text = (discriminator is null ? null : value) ?? "";
        var isPrefix = text is [.., '*'];
        return new(
            discriminator,
            isPrefix ? text.Substring(0, text.Length - 1) : text,
            isPrefix,
            keyPrefix ?? "",
            sortKeyPrefix ?? "");
    }

    /// <summary>Whether every item that fits these conditions fits the others too: these are at least as specific.</summary>
    public bool Imply(PatternConditions other) =>
        ImplyDiscriminatorOf(other) && Starts(KeyPrefix, other.KeyPrefix) && Starts(SortKeyPrefix, other.SortKeyPrefix);

    /// <summary>Whether there can be an item that fits these conditions and the others.</summary>
    public bool CanHoldWith(PatternConditions other) =>
        CanHoldWithDiscriminatorOf(other)
        && AreOneWay(KeyPrefix, other.KeyPrefix)
        && AreOneWay(SortKeyPrefix, other.SortKeyPrefix);

    /// <summary>Whether some items fit both and neither is the more specific: nobody could say whose they are.</summary>
    public bool ConflictWith(PatternConditions other) =>
        CanHoldWith(other) && Imply(other) == other.Imply(this);

    /// <summary>
    /// An order in which the more specific of two that stand in that relation comes first; of others it says nothing.
    /// </summary>
    public static int CompareMostSpecificFirst(PatternConditions left, PatternConditions right)
    {
        var order = right.DiscriminatorRank.CompareTo(left.DiscriminatorRank);
        order = order != 0 ? order : right.Value.Length.CompareTo(left.Value.Length);
        order = order != 0 ? order : right.SortKeyPrefix.Length.CompareTo(left.SortKeyPrefix.Length);
        return order != 0 ? order : right.KeyPrefix.Length.CompareTo(left.KeyPrefix.Length);
    }

    private int DiscriminatorRank => Discriminator is null ? 0 : IsPrefix ? 1 : 2;

    private bool ImplyDiscriminatorOf(PatternConditions other) =>
        other.Discriminator is null
        || (Discriminator == other.Discriminator
            && (other.IsPrefix ? Starts(Value, other.Value) : !IsPrefix && Value == other.Value));

    private bool CanHoldWithDiscriminatorOf(PatternConditions other)
    {
        if (Discriminator is null || Discriminator != other.Discriminator)
        {
            return true; // Of two attributes an item may have both.
        }

        return IsPrefix
            ? Starts(other.Value, Value) || (other.IsPrefix && Starts(Value, other.Value))
            : other.IsPrefix ? Starts(Value, other.Value) : Value == other.Value;
    }

    private static bool AreOneWay(string left, string right) => Starts(left, right) || Starts(right, left);

    private static bool Starts(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);
}
