using DynamoHandlers.Images;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>An entity and what is generated for it.</summary>
internal abstract class Shape(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether the SDK can write it at all.</summary>
    public bool IsKnownToSdk { get; init; } = true;

    /// <summary>Does something that needs the entity's type.</summary>
    public abstract void Visit(IShapeVisitor visitor);

    /// <summary>Reads an image and writes it again.</summary>
    public abstract byte[] Rewrite(ReadOnlySpan<byte> image, ConversionSchema conversion);

    /// <summary>Whether what is read from two images differs by the generated diffs.</summary>
    public abstract bool Differ(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new);

    public override string ToString() => Name;
}

/// <inheritdoc/>
internal sealed class Shape<T>(ImageMapper<T> read, Action<ImageWriter, T> write) : Shape(typeof(T).Name)
    where T : notnull
{
    public T Read(ReadOnlySpan<byte> image) => read(image);

    public byte[] Write(T value, ConversionSchema conversion)
    {
        using var writer = new ImageWriter(conversion);
        write(writer, value);
        return writer.ToArray();
    }

    public override void Visit(IShapeVisitor visitor) => visitor.Visit(this);

    public override byte[] Rewrite(ReadOnlySpan<byte> image, ConversionSchema conversion) => Write(read(image), conversion);

    public override bool Differ(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new) =>
        Change.Modify(read(old), read(@new)).Changed(static entity => entity);
}

/// <summary>Does something with shapes.</summary>
internal interface IShapeVisitor
{
    void Visit<T>(Shape<T> shape)
        where T : notnull;
}
