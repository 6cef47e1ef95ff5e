using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>A shape, and what it says about two images by taking them apart in the most obvious way.</summary>
internal sealed record NaiveShape(params NaiveShape.Member[] Members)
{
    /// <summary>A member of each kind; contains itself.</summary>
    public static readonly NaiveShape Everything = new(
        new("a", ImageAttributeKind.Value),
        new("Status", ImageAttributeKind.Object, static () => Everything!),
        new("lines", ImageAttributeKind.List, static () => Inner!),
        new("é", ImageAttributeKind.Map, static () => Inner!),
        new("", ImageAttributeKind.Flattened, static () => Flat!));

    private static readonly NaiveShape Inner = new(
        new("id", ImageAttributeKind.Value), new("a", ImageAttributeKind.Object, static () => Everything));

    private static readonly NaiveShape Flat = new(
        new("b", ImageAttributeKind.Value), new("名", ImageAttributeKind.Object, static () => Inner));

    private ImageShape? _shape;

    public ImageShape ToShape() => _shape ??= new([.. Members.Select(static m => m.ToAttribute())]);

    /// <summary>Everything in the map that no member reads; empty if there is nothing.</summary>
    public string Unread(Attribute? map) =>
        string.Concat((map as Attribute.M)?.Values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(Unread) ?? []);

    private string Unread(KeyValuePair<string, Attribute> attribute)
    {
        var (name, value) = attribute;
        foreach (var member in Members)
        {
            if (member.Kind == ImageAttributeKind.Flattened)
            {
                var flattened = member.Shape!();
                if (flattened.Members.Any(m => m.Name == name))
                {
                    return flattened.Unread(attribute);
                }
            }
            else if (member.Name == name)
            {
                return Named(name, member.Unread(value));
            }
        }

        return Named(name, value.Canonical);
    }

    private static string Named(string name, string content) => content.Length == 0 ? "" : $"{name}({content})";

    public sealed record Member(string Name, ImageAttributeKind Kind, Func<NaiveShape>? Shape = null)
    {
        public ImageAttribute ToAttribute() => Kind switch
        {
            ImageAttributeKind.Value => ImageAttribute.Value(Name),
            ImageAttributeKind.Object => ImageAttribute.Object(Name, () => Shape!().ToShape()),
            ImageAttributeKind.List => ImageAttribute.List(Name, () => Shape!().ToShape()),
            ImageAttributeKind.Map => ImageAttribute.Map(Name, () => Shape!().ToShape()),
            _ => ImageAttribute.Flattened(() => Shape!().ToShape()),
        };

        public string Unread(Attribute value) => (Kind, value) switch
        {
            (ImageAttributeKind.Object, Attribute.M) => Shape!().Unread(value),
            (ImageAttributeKind.List, Attribute.L list) =>
                string.Concat(list.Values.Select((element, i) => Named($"[{i}]", Shape!().Unread(element)))),
            (ImageAttributeKind.Map, Attribute.M map) => string.Concat(map.Values
                .OrderBy(static v => v.Key, StringComparer.Ordinal)
                .Select(entry => Named(entry.Key, Shape!().Unread(entry.Value)))),
            _ => "",
        };
    }
}
