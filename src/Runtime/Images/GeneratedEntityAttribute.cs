using System.ComponentModel;

namespace DynamoHandlers.Images;

/// <summary>
/// Written by the generator: says what this assembly has for an entity, so that assemblies that reference it use that
/// instead of generating it again.
/// </summary>
/// <param name="entity">The entity.</param>
/// <param name="mapper">The generated mapper.</param>
/// <param name="diff">The generated diff; null where there is none.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedEntityAttribute(Type entity, Type mapper, Type? diff = null) : Attribute
{
    /// <summary>The entity.</summary>
    public Type Entity { get; } = entity;

    /// <summary>The generated mapper.</summary>
    public Type Mapper { get; } = mapper;

    /// <summary>The generated diff; null where there is none.</summary>
    public Type? Diff { get; } = diff;
}
