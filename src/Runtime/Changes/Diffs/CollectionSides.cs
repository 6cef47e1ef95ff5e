using DynamoHandlers.Images;

namespace DynamoHandlers.Diffs;

/// <summary>Both sides of a collection's change.</summary>
internal readonly struct CollectionSides<E>(
    IEnumerable<E>? old,
    Presence oldPresence,
    IEnumerable<E>? @new,
    Presence newPresence,
    ImageDelta? images,
    int member)
{
    public IEnumerable<E>? Old => old;

    public IEnumerable<E>? New => @new;

    public Presence OldPresence => oldPresence;

    public Presence NewPresence => newPresence;

    /// <summary>Whether it is plain without looking at any element that nothing has changed.</summary>
    public bool AreSame => ReferenceEquals(old, @new) || (images is not null && !images.RawChanged(member));

    /// <summary>Whether the attribute is a set, whose elements have no order, whatever they are read into.</summary>
    public bool IsSet => images is not null && images.IsSet(member);

    /// <summary>What the images say about two elements of a list; null without images.</summary>
    public ImageDelta? Element(int oldIndex, int newIndex) => images?.Element(member, oldIndex, newIndex);

    /// <summary>What the images say about an entry of a map; null without images.</summary>
    public ImageDelta? Entry(string name) => images?.Entry(member, name);
}
