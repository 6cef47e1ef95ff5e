using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the call of one handler: its predicate first, and no image is read before it is needed.</summary>
internal sealed class InvocationEmitter(SourceWriter writer, HandlerModel handler)
{
    private readonly HashSet<ArgumentKind> _ready = [];
    private readonly string _item =
        new Locals("call", "handler", "change", "diff", "context", "before", "after").AddFor(handler.Entity.Name);

    // Where the typed change is made, items are taken from it rather than read a second time.
    private readonly bool _makesChange = handler.Call.Arguments.Concat(handler.When?.Arguments ?? [])
        .Any(static a => a.Kind is ArgumentKind.Change or ArgumentKind.Diff);

    public void Write()
    {
        if (handler.When is { } predicate)
        {
            Prepare(predicate);
            using (writer.Braces($"if (!{Call(handler.Class.Type, predicate)})"))
            {
                writer.Write("return default;");
            }

            writer.Space();
        }

        Prepare(handler.Call);
        var target = handler.Class.Type;
        if (!handler.Call.IsStatic)
        {
            writer.Write($"var handler = call.Services.GetRequiredService<{handler.Class.Type}>();");
            target = "handler";
        }

        var call = Call(target, handler.Call);
        writer.Write(handler.Returns switch
        {
            ReturnShape.Task => $"return new global::System.Threading.Tasks.ValueTask({call});",
            ReturnShape.ValueTask => $"return {call};",
            _ => $"{call};\nreturn default;",
        });
    }

    private void Prepare(CallModel call)
    {
        foreach (var argument in call.Arguments)
        {
            Prepare(argument.Kind);
        }
    }

    private void Prepare(ArgumentKind kind)
    {
        if (Local(kind) is not { } local || _ready.Contains(kind))
        {
            return;
        }

        if (_makesChange && kind is ArgumentKind.Old or ArgumentKind.New or ArgumentKind.Latest or ArgumentKind.Diff)
        {
            Prepare(ArgumentKind.Change);
        }

        _ready.Add(kind);
        writer.Write($"var {local} = {Source(kind)};");
    }

    // Of an insertion or a removal there is one item only, which is called what it is.
    private string? Local(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Old => handler.Changes == ChangeSet.Remove ? _item : "before",
        ArgumentKind.New => handler.Changes == ChangeSet.Insert ? _item : "after",
        ArgumentKind.Latest => _item,
        ArgumentKind.Change => "change",
        ArgumentKind.Diff => "diff",
        ArgumentKind.Context => "context",
        _ => null,
    };

    private string Source(ArgumentKind kind)
    {
        var read = $"{handler.Entity.Mapped.Mapper}.{(handler.TakesUnmatched ? "FromImage" : "Read")}";
        return kind switch
        {
            ArgumentKind.Old => _makesChange ? "change.Old" : $"{read}(call.OldImage)",
            ArgumentKind.New => _makesChange ? "change.New" : $"{read}(call.NewImage)",
            ArgumentKind.Latest => _makesChange
                ? "change.HasNew ? change.New : change.Old"
                : $"{read}(call.Kind == global::DynamoHandlers.ChangeKind.Remove ? call.OldImage : call.NewImage)",
            ArgumentKind.Diff =>
                $"change.ComputeDiff<{handler.Entity.Mapped.Diff}>({handler.Entity.Mapped.Mapper}.Shape)",
            ArgumentKind.Change => $"call.CreateChange<{handler.Entity.Type}>({read})",
            _ => "call.CreateContext()",
        };
    }

    private string Call(string target, CallModel call) =>
        $"{target}.{GeneratedFile.Identifier(call.Method)}({string.Join(", ", call.Arguments.Select(Argument))})";

    private string Argument(ArgumentModel argument) => Local(argument.Kind) ?? argument.Kind switch
    {
        ArgumentKind.Stop => "call.Stop",
        ArgumentKind.OptionalService => $"call.Services.GetService<{argument.Service}>()",
        _ => $"call.Services.GetRequiredService<{argument.Service}>()",
    };
}
