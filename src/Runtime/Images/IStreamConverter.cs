using DynamoHandlers.Images;

namespace DynamoHandlers;

/// <summary>
/// Converts between a .NET type and an attribute value. Named by <c>[StreamConverter]</c>, made once by the generated
/// mapper, called by many threads at a time.
/// </summary>
/// <typeparam name="T">The .NET type.</typeparam>
public interface IStreamConverter<T>
{
    /// <summary>
    /// Reads the value at hand: by one of the reader's <c>Read…</c> methods, or a map or list to its end. NULL arrives
    /// only where <typeparamref name="T"/> itself takes null; elsewhere the mapper deals with it.
    /// </summary>
    /// <param name="reader">A reader at the value.</param>
    /// <exception cref="MappingException">The value cannot be read.</exception>
    T Read(ref ImageReader reader);

    /// <summary>Writes one value: by one of the writer's <c>Write…</c> methods, or a whole map or list.</summary>
    /// <param name="writer">A writer after an attribute's name, or in a list.</param>
    /// <param name="value">What to write; never null.</param>
    void Write(ImageWriter writer, T value);
}
