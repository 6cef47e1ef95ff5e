using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Syntax;

/// <summary>
/// What <c>#names</c> and <c>:values</c> of one request mean, and which of them its expressions used: DynamoDB refuses
/// a request that defines one too many.
/// </summary>
internal sealed class ExpressionScope
{
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, Value> _values = [];
    private readonly HashSet<string> _used = [];

    /// <param name="names">ExpressionAttributeNames.</param>
    /// <param name="values">ExpressionAttributeValues.</param>
    /// <param name="expressions">The request's expressions: without any, there is nothing to define names and values
    /// for.</param>
    public ExpressionScope(
        Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values, params ReadOnlySpan<string?> expressions)
    {
        RequireExpressions(names, nameof(PutItemRequest.ExpressionAttributeNames), expressions);
        RequireExpressions(values, nameof(PutItemRequest.ExpressionAttributeValues), expressions);
        _names = names ?? [];
        if (_names.Keys.FirstOrDefault(static key => !IsPlaceholder(key, '#')) is { } badName)
        {
            throw Errors.Validation($"ExpressionAttributeNames contains invalid key: Syntax error; key: \"{badName}\"");
        }

        foreach (var (key, value) in values ?? [])
        {
            _values.Add(key, ReadValue(key, value));
        }
    }

    public string Name(string placeholder, ExpressionKind kind)
    {
        _used.Add(placeholder);
        return _names.TryGetValue(placeholder, out var name)
            ? name
            : throw SyntaxError.Invalid(
                kind, $"An expression attribute name used in the document path is not defined; attribute name: {placeholder}");
    }

    public Value Value(string placeholder, ExpressionKind kind)
    {
        _used.Add(placeholder);
        return _values.TryGetValue(placeholder, out var value)
            ? value
            : throw SyntaxError.Invalid(
                kind, $"An expression attribute value used in expression is not defined; attribute value: {placeholder}");
    }

    /// <summary>To be called when all expressions are parsed.</summary>
    public void ThrowIfUnused()
    {
        ThrowIfUnused("ExpressionAttributeNames", _names.Keys);
        ThrowIfUnused("ExpressionAttributeValues", _values.Keys);
    }

    private void ThrowIfUnused(string parameter, IEnumerable<string> keys)
    {
        var unused = keys.Where(key => !_used.Contains(key)).ToList();
        if (unused.Count > 0)
        {
            throw Errors.Validation(
                $"Value provided in {parameter} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
        }
    }

    private static void RequireExpressions<T>(
        Dictionary<string, T>? definitions, string parameter, ReadOnlySpan<string?> expressions)
    {
        if (definitions is null)
        {
            return;
        }

        if (definitions.Count == 0)
        {
            throw Errors.Validation($"{parameter} must not be empty");
        }

        foreach (var expression in expressions)
        {
            if (expression is not null)
            {
                return;
            }
        }

        throw Errors.Validation($"{parameter} can only be specified when using expressions");
    }

    private static Value ReadValue(string key, AttributeValue value)
    {
        if (!IsPlaceholder(key, ':'))
        {
            throw Errors.Validation($"ExpressionAttributeValues contains invalid key: Syntax error; key: \"{key}\"");
        }

        try
        {
            return AttributeValues.Read(value);
        }
        catch (AmazonDynamoDBException e)
        {
            throw Errors.Validation($"ExpressionAttributeValues contains invalid value: {e.Message} for key {key}");
        }
    }

    private static bool IsPlaceholder(string key, char mark) =>
        key.Length > 1 && key[0] == mark && key.Skip(1).All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
