using System.ComponentModel;

namespace DynamoHandlers.Images;

/// <summary>
/// Written by the generator: says which mapper of this assembly reads an entity, so that assemblies that reference it
/// use that mapper instead of generating another.
/// </summary>
/// <param name="entity">The entity.</param>
/// <param name="mapper">The generated mapper.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedEntityAttribute(Type entity, Type mapper) : Attribute
{
    /// <summary>The entity.</summary>
    public Type Entity { get; } = entity;

    /// <summary>The generated mapper.</summary>
    public Type Mapper { get; } = mapper;
}
