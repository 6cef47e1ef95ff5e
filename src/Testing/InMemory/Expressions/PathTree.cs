using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Expressions.Syntax;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>
/// Document paths folded into a tree with something at the end of each, so that a document is walked once. DynamoDB
/// refuses expressions in which one path leads through the end of another, or takes a value for a map here and a list
/// there.
/// </summary>
internal sealed class PathTree<T>(ExpressionKind kind)
    where T : class
{
    private DocumentPath? _end;

    /// <summary>What the path that ends here leads to; null in between.</summary>
    public T? Leaf { get; private set; }

    public Dictionary<string, PathTree<T>> Names { get; } = [];

    public SortedDictionary<int, PathTree<T>> Indexes { get; } = [];

    public void Add(DocumentPath path, T leaf)
    {
        var node = this;
        foreach (var element in path.Elements)
        {
            node.ThrowIfEnd(path);
            node = node.Child(element, path);
        }

        node.ThrowIfEnd(path);
        if (node.Children.FirstOrDefault() is { } below)
        {
            throw Overlap(below.AnyEnd(), path);
        }

        (node.Leaf, node._end) = (leaf, path);
    }

    private IEnumerable<PathTree<T>> Children => Names.Values.Concat(Indexes.Values);

    private PathTree<T> Child(PathElement element, DocumentPath path)
    {
        if (element.Name is null ? Names.Count > 0 : Indexes.Count > 0)
        {
            throw SyntaxError.Invalid(
                kind,
                "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: "
                + $"{Children.First().AnyEnd()}, path two: {path}");
        }

        var children = element.Name is null ? Indexes.GetValueOrDefault(element.Index) : Names.GetValueOrDefault(element.Name);
        if (children is not null)
        {
            return children;
        }

        var child = new PathTree<T>(kind);
        if (element.Name is null)
        {
            Indexes.Add(element.Index, child);
        }
        else
        {
            Names.Add(element.Name, child);
        }

        return child;
    }

    private void ThrowIfEnd(DocumentPath path)
    {
        if (_end is not null)
        {
            throw Overlap(_end, path);
        }
    }

    private DocumentPath AnyEnd() => _end ?? Children.First().AnyEnd();

    private AmazonDynamoDBException Overlap(DocumentPath one, DocumentPath two) => SyntaxError.Invalid(
        kind,
        $"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {one}, "
        + $"path two: {two}");
}
