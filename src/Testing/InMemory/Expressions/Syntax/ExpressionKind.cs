namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>The parameter that an expression stands in; error messages name it.</summary>
internal enum ExpressionKind
{
    ConditionExpression,
    FilterExpression,
    KeyConditionExpression,
    ProjectionExpression,
    UpdateExpression,
}
