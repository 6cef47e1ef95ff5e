namespace DynamoHandlers.Images;

/// <summary>
/// Compares attribute values of two images without materializing them, by what they mean to DynamoDB: numbers
/// numerically, sets and maps without order, texts by content whatever their escapes.
/// </summary>
public static class ImageComparer
{
    /// <summary>Whether a top-level attribute differs between two images; absent and NULL are different.</summary>
    /// <param name="old">One image's JSON object, UTF-8; may be empty (no attributes).</param>
    /// <param name="new">The other's.</param>
    /// <param name="utf8Name">The attribute.</param>
    public static bool Changed(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new, ReadOnlySpan<byte> utf8Name) =>
        throw new NotImplementedException();
}
