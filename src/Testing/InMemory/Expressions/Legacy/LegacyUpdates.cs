using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Legacy;

/// <summary>Updates as they were written before expressions: AttributeUpdates.</summary>
internal static class LegacyUpdates
{
    public static ItemUpdate Read(Dictionary<string, AttributeValueUpdate>? updates) =>
        new((updates ?? []).Select(static pair => Read(DocumentPath.To(pair.Key), pair.Value)).ToList());

    private static UpdateAction Read(DocumentPath path, AttributeValueUpdate update)
    {
        var value = update.Value is null ? null : AttributeValues.Read(update.Value);
        return (update.Action?.Value ?? "PUT", value) switch
        {
            ("PUT", { }) => new SetAction(path, new ConstantOperand(value)),
            ("DELETE", null) => new RemoveAction(path),
            ("DELETE", SetValue set) => new DeleteAction(path, set),
            ("ADD", NumberValue or SetValue or ListValue) => new AddAction(path, value),
            ("PUT" or "ADD", null) => throw Errors.Validation(
                "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value "
                + "is specified"),
            var (action, _) => throw Errors.Validation(
                $"One or more parameter values were invalid: {action} action is not supported for the type "
                + $"{value!.Kind}"),
        };
    }
}
