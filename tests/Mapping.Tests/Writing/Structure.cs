using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>Objects as text, so that two with equal members, all the way down, have equal texts.</summary>
internal static class Structure
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append('"').Append(s).Append('"');
                break;
            case DateTime time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> memory:
                Append(text, memory.ToArray());
                break;
            case IEnumerable elements:
                AppendElements(text, elements);
                break;
            case IFormattable or bool or char or Uri or Version:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                AppendMembers(text, value);
                break;
        }
    }

    // Sets and maps have no order; as lists they are not written here, so that sorting hides nothing.
    private static void AppendElements(StringBuilder text, IEnumerable elements)
    {
        var isOrdered = elements is Array or IList || elements.GetType().Name.StartsWith("LinkedList", StringComparison.Ordinal)
            || elements.GetType().Name.StartsWith("Stack", StringComparison.Ordinal);
        var texts = elements.Cast<object?>().Select(Of);
        text.Append('[').AppendJoin(", ", isOrdered ? texts : texts.Order(StringComparer.Ordinal)).Append(']');
    }

    private static void AppendMembers(StringBuilder text, object value)
    {
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
        text.Append('{');
        foreach (var property in value.GetType().GetProperties(Instance).Where(static p => p.GetIndexParameters().Length == 0))
        {
            text.Append(property.Name).Append(": ");
            Append(text, property.GetValue(value));
            text.Append("; ");
        }

        foreach (var field in value.GetType().GetFields(Instance))
        {
            text.Append(field.Name).Append(": ");
            Append(text, field.GetValue(value));
            text.Append("; ");
        }

        text.Append('}');
    }
}
