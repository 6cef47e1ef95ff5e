using System.ComponentModel;
using System.Text;

namespace DynamoHandlers.Images;

/// <summary>Written by the generator: an attribute that a mapper reads. Immutable, safe for concurrent use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ImageAttribute
{
    private readonly byte[] _name;
    private readonly Func<ImageShape>? _shape;

    private ImageAttribute(ImageAttributeKind kind, string name, Func<ImageShape>? shape)
    {
        Kind = kind;
        _name = Encoding.UTF8.GetBytes(name);
        _shape = shape;
    }

    internal ImageAttributeKind Kind { get; }

    /// <summary>The shape of the object, or of each element or entry.</summary>
    internal ImageShape Shape => _shape!();

    /// <summary>An attribute that is read as a whole.</summary>
    /// <param name="name">Its name.</param>
    public static ImageAttribute Value(string name) => new(ImageAttributeKind.Value, name, null);

    /// <summary>A map that is an object of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The object's shape; asked for late, as types may contain themselves.</param>
    public static ImageAttribute Object(string name, Func<ImageShape> shape) =>
        new(ImageAttributeKind.Object, name, shape);

    /// <summary>A list of objects.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of each.</param>
    public static ImageAttribute List(string name, Func<ImageShape> shape) => new(ImageAttributeKind.List, name, shape);

    /// <summary>A map whose values are objects.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape of each.</param>
    public static ImageAttribute Map(string name, Func<ImageShape> shape) => new(ImageAttributeKind.Map, name, shape);

    /// <summary>No attribute, but an object whose attributes are among those around it.</summary>
    /// <param name="shape">The object's shape.</param>
    public static ImageAttribute Flattened(Func<ImageShape> shape) => new(ImageAttributeKind.Flattened, "", shape);

    internal bool IsNamed(in ImageReader reader) =>
        Kind != ImageAttributeKind.Flattened && reader.IsNamed(_name);
}

/// <summary>What an attribute holds.</summary>
internal enum ImageAttributeKind
{
    Value,
    Object,
    List,
    Map,
    Flattened,
}
