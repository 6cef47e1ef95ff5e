using DynamoHandlers.Images;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>An entity and what is generated for it.</summary>
internal abstract class Shape(string name)
{
    public string Name { get; } = name;

    /// <summary>Does something that needs the entity's type.</summary>
    public abstract void Visit(IShapeVisitor visitor);

    public override string ToString() => Name;
}

/// <inheritdoc/>
internal sealed class Shape<T>(ImageMapper<T> read) : Shape(typeof(T).Name)
    where T : notnull
{
    /// <summary>The generated mapper.</summary>
    public T Read(ReadOnlySpan<byte> image) => read(image);

    public override void Visit(IShapeVisitor visitor) => visitor.Visit(this);
}

/// <summary>Does something with shapes.</summary>
internal interface IShapeVisitor
{
    void Visit<T>(Shape<T> shape)
        where T : notnull;
}
