using System.ComponentModel;

namespace DynamoHandlers.Diffs;

/// <summary>What generated diffs are; generated code and the runtime know each other by it.</summary>
/// <typeparam name="TSelf">The diff.</typeparam>
/// <typeparam name="T">What it compares.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEntityDiff<TSelf, T>
    where TSelf : struct, IEntityDiff<TSelf, T>
{
    /// <summary>Whether anything that the type's members read has changed, its existence included.</summary>
    bool HasChanges { get; }

    /// <summary>Compares both sides.</summary>
    /// <param name="source">The sides.</param>
    static abstract TSelf Create(in DiffSource<T> source);
}
