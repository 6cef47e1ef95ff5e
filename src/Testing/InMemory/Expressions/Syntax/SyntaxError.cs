using Amazon.DynamoDBv2;

namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>Refusals of expressions, worded as the service words them.</summary>
internal static class SyntaxError
{
    public static AmazonDynamoDBException Invalid(ExpressionKind kind, string problem) =>
        Errors.Validation($"Invalid {kind}: {problem}");

    /// <summary>A token that does not belong where it stands; <c>near</c> shows it with its neighbours.</summary>
    public static AmazonDynamoDBException At(ExpressionKind kind, string text, string token, int nearStart, int nearEnd) =>
        Invalid(kind, $"Syntax error; token: \"{token}\", near: \"{text[nearStart..nearEnd]}\"");

    public static AmazonDynamoDBException OperandType(ExpressionKind kind, string operation, string type) =>
        Invalid(kind, $"Incorrect operand type for operator or function; operator or function: {operation}, operand type: {type}");
}
