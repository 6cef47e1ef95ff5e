using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Reads what <c>[StreamDuration]</c> says: which unit a number counts that stands for a duration.</summary>
internal static class DurationParser
{
    // The members of DurationUnit, by their values.
    private static readonly ImmutableArray<string> Units =
        ["Ticks", "Milliseconds", "Seconds", "Minutes", "Hours", "Days"];

    /// <summary>The value with its unit, if the member has one.</summary>
    public static ValueModel? InUnit(ValueModel? value, EntityMember member, DiagnosticSink sink)
    {
        if (value is null || member.Annotations.DurationUnit is not { } unit)
        {
            return value;
        }

        if (value is ScalarValue { Kind: "TimeSpan" } duration && unit >= 0 && unit < Units.Length)
        {
            return duration with { Kind = $"TimeSpan{Units[unit]}" };
        }

        sink.Report(
            Descriptors.DurationOnOtherType,
            member.Symbol.SourceLocation(),
            member.Symbol.ToDisplayName(),
            member.Type.ToDisplayName());
        return value;
    }
}
