namespace DynamoHandlers.Images;

/// <summary>What a change was read from, as long as that is there.</summary>
internal interface IItemImages
{
    /// <summary>The item before, a JSON object; empty if there is none.</summary>
    /// <exception cref="ObjectDisposedException">The images are gone.</exception>
    ReadOnlySpan<byte> OldImage { get; }

    /// <summary>The item after, a JSON object; empty if there is none.</summary>
    /// <exception cref="ObjectDisposedException">The images are gone.</exception>
    ReadOnlySpan<byte> NewImage { get; }
}
