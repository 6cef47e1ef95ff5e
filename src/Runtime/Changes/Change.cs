using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DynamoHandlers.Diffs;
using DynamoHandlers.Images;

namespace DynamoHandlers;

/// <summary>A change of one item, typed. Immutable if the entity is; one thread at a time otherwise.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class Change<T>
{
    private readonly T? _old;
    private readonly T? _new;
    private object? _diff;

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

    /// <summary>What the change was read from; null for changes made by hand.</summary>
    internal IItemImages? Images { get; set; }

    /// <summary>
    /// Whether a value of the entity is another one after the change than before, as the entities show it: mapped types
    /// and the collections among their members by content, everything else as it compares itself. Of an insertion or a
    /// removal: whether the value is not null.
    /// </summary>
    /// <remarks>A list made on the spot, such as that of a query, never equals another.</remarks>
    /// <typeparam name="P">The type of the value.</typeparam>
    /// <param name="selector">Gives the value of an entity, such as <c>static o =&gt; o.Address</c>.</param>
    public bool Changed<P>(Func<T, P> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return HasOld && HasNew
            ? !StructuralEquality.AreEqual(selector(Old), selector(New))
            : selector(HasNew ? New : Old) is not null;
    }

    /// <summary>The generated diff; what the generated <c>Diff</c> and <c>GetDiff()</c> call. Computed once.</summary>
    /// <typeparam name="D">The diff.</typeparam>
    /// <param name="shape">The attributes that the entity's members read.</param>
    /// <exception cref="InvalidOperationException">
    /// It is asked for the first time after the handler has ended, when the record that tells is no longer there.
    /// </exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public D ComputeDiff<D>(ImageShape shape)
        where D : struct, IEntityDiff<D, T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (_diff is D known)
        {
            return known;
        }

        var diff = D.Create(new DiffSource<T>(HasOld, _old, HasNew, _new, CompareImages(shape)));
        _diff = diff; // Two threads may come here at a time; their diffs are the same.
        return diff;
    }

    // The images are copied, so that a diff can be kept longer than the record.
    private ImageDelta? CompareImages(ImageShape shape)
    {
        try
        {
            return Images is null
                ? null
                : ImageDelta.Create(shape, HasOld ? Images.OldImage : default, HasNew ? Images.NewImage : default);
        }
        catch (ObjectDisposedException e)
        {
            throw new InvalidOperationException(
                $"The diff of this change of {typeof(T).Name} was asked for after its handler had ended, when the "
                + "record was no longer there. Ask for it in the handler, before its task completes; the diff itself "
                + "can be kept.",
                e);
        }
    }

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
