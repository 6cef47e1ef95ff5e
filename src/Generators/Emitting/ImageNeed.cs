using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Which images a handler reads; what the stream's view must contain.</summary>
/// <param name="Old">The image before the change.</param>
/// <param name="New">The image after it.</param>
internal readonly record struct ImageNeed(bool Old, bool New)
{
    public static ImageNeed Of(HandlerModel handler)
    {
        var arguments = handler.Call.Arguments.Concat(handler.When?.Arguments ?? [])
            .Select(static a => a.Kind)
            .ToList();
        var both = handler.Properties.Count > 0;
        var all = arguments.Any(static a => a is
            ArgumentKind.Batch or ArgumentKind.Change or ArgumentKind.Diff or ArgumentKind.Latest);

        // An insertion has no old image, a removal no new one: reading "the change" reads the other only.
        return new(
            Old: both || arguments.Contains(ArgumentKind.Old) || (all && handler.Changes != ChangeSet.Insert),
            New: both || arguments.Contains(ArgumentKind.New) || (all && handler.Changes != ChangeSet.Remove));
    }

    public string ToCode()
    {
        const string Type = "global::DynamoHandlers.Dispatching.ImageNeeds";
        return this switch
        {
            { Old: true, New: true } => $"{Type}.Old | {Type}.New",
            { Old: true } => $"{Type}.Old",
            { New: true } => $"{Type}.New",
            _ => $"{Type}.None",
        };
    }
}
