using System.Diagnostics.CodeAnalysis;

namespace DynamoHandlers;

/// <summary>A change of one item, typed. Immutable if the entity is; one thread at a time otherwise.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class Change<T>
{
    private readonly T? _old;
    private readonly T? _new;

    internal Change(ChangeKind kind, bool hasOld, T? old, bool hasNew, T? @new, ChangeContext context)
    {
        Kind = kind;
        HasOld = hasOld;
        _old = old;
        HasNew = hasNew;
        _new = @new;
        Context = context;
    }

    /// <summary>What happened to the item.</summary>
    public ChangeKind Kind { get; }

    /// <summary>Whether <see cref="Old"/> is there: for modifications and removals.</summary>
    public bool HasOld { get; }

    /// <summary>Whether <see cref="New"/> is there: for insertions and modifications.</summary>
    public bool HasNew { get; }

    /// <summary>The item before the change.</summary>
    /// <exception cref="InvalidOperationException">The item was inserted; <see cref="HasOld"/> is false.</exception>
    public T Old => HasOld ? _old! : ThrowAbsent(nameof(Old));

    /// <summary>The item after the change.</summary>
    /// <exception cref="InvalidOperationException">The item was removed; <see cref="HasNew"/> is false.</exception>
    public T New => HasNew ? _new! : ThrowAbsent(nameof(New));

    /// <summary>Where the change comes from and how it is being delivered.</summary>
    public ChangeContext Context { get; }

    [DoesNotReturn]
    private T ThrowAbsent(string side) => throw new InvalidOperationException(
        $"This change of {typeof(T).Name} is of kind {Kind} and has no {side}. Look at Has{side} or Kind first.");
}

/// <summary>Makes changes by hand, for tests of handlers.</summary>
public static class Change
{
    /// <summary>An insertion.</summary>
    public static Change<T> Insert<T>(T @new, ChangeContext? context = null) =>
        new(ChangeKind.Insert, false, default, true, @new, context ?? new ChangeContext { Kind = ChangeKind.Insert });

    /// <summary>A modification.</summary>
    public static Change<T> Modify<T>(T old, T @new, ChangeContext? context = null) =>
        new(ChangeKind.Modify, true, old, true, @new, context ?? new ChangeContext { Kind = ChangeKind.Modify });

    /// <summary>A removal.</summary>
    public static Change<T> Remove<T>(T old, ChangeContext? context = null) =>
        new(ChangeKind.Remove, true, old, false, default, context ?? new ChangeContext { Kind = ChangeKind.Remove });
}
