namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>Parses projection expressions: document paths with commas between.</summary>
internal sealed class ProjectionParser : ExpressionParser
{
    private ProjectionParser(string text, ExpressionScope scope)
        : base(text, ExpressionKind.ProjectionExpression, scope)
    {
    }

    public static Projection Parse(string text, ExpressionScope scope)
    {
        var parser = new ProjectionParser(text, scope);
        var paths = new PathTree<DocumentPath>(ExpressionKind.ProjectionExpression);
        do
        {
            var path = parser.ParsePath();
            paths.Add(path, path);
        }
        while (parser.AcceptSymbol(","));

        parser.ExpectEnd();
        return new Projection(paths);
    }
}
