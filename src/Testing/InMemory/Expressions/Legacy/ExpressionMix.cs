using System.Collections;

namespace DynamoHandlers.Testing.InMemory.Expressions.Legacy;

/// <summary>
/// The service takes expressions or the older parameters that they replaced, never both in one request.
/// </summary>
internal static class ExpressionMix
{
    public static void ThrowIfMixed(
        IEnumerable<(string Name, object? Value)> expressions, IEnumerable<(string Name, object? Value)> legacy)
    {
        var modern = Given(expressions);
        var old = Given(legacy);
        if (modern.Length > 0 && old.Length > 0)
        {
            throw Errors.Validation(
                "Can not use both expression and non-expression parameters in the same request: Non-expression "
                + $"parameters: {{{old}}} Expression parameters: {{{modern}}}");
        }
    }

    private static string Given(IEnumerable<(string Name, object? Value)> parameters) => string.Join(
        ", ", parameters.Where(static p => p.Value is not (null or ICollection { Count: 0 })).Select(static p => p.Name));
}
