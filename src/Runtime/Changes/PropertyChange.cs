namespace DynamoHandlers;

/// <summary>
/// What a change does to one property. Can be matched by position: <c>change.Diff.Status is (OrderStatus.New,
/// OrderStatus.Paid)</c>. Immutable if the values are.
/// </summary>
/// <typeparam name="P">
/// The property's type; of value types the nullable one, so that what is absent equals nothing but null.
/// </typeparam>
public readonly struct PropertyChange<P>
{
    internal PropertyChange(P? old, Presence oldPresence, P? @new, Presence newPresence, bool changed)
    {
        Old = old;
        OldPresence = oldPresence;
        New = @new;
        NewPresence = newPresence;
        Changed = changed;
    }

    /// <summary>
    /// The value before; null where the item did not exist, or the attribute was absent or NULL, whatever initial value
    /// the entity then shows.
    /// </summary>
    public P? Old { get; }

    /// <summary>The value after; null as <see cref="Old"/>.</summary>
    public P? New { get; }

    /// <summary>Whether <see cref="Old"/> and <see cref="New"/> are different. Absent and NULL are not.</summary>
    public bool Changed { get; }

    /// <summary>Whether the item before had the attribute, NULL or not.</summary>
    public bool OldPresent => OldPresence != Presence.Absent;

    /// <summary>Whether the item after has the attribute, NULL or not.</summary>
    public bool NewPresent => NewPresence != Presence.Absent;

    /// <summary>Whether the item before had the attribute, and a value in it.</summary>
    public Presence OldPresence { get; }

    /// <summary>Whether the item after has the attribute, and a value in it.</summary>
    public Presence NewPresence { get; }

    /// <summary>The values before and after.</summary>
    /// <param name="old">See <see cref="Old"/>.</param>
    /// <param name="new">See <see cref="New"/>.</param>
    public void Deconstruct(out P? old, out P? @new) => (old, @new) = (Old, New);

    /// <summary>The values before and after, for logs.</summary>
    public override string ToString() => $"{Old?.ToString() ?? "null"} -> {New?.ToString() ?? "null"}";
}
