using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the calls of a handler's methods, and before them the locals that they need, each once.</summary>
internal sealed class ArgumentEmitter
{
    private readonly SourceWriter _writer;
    private readonly HandlerModel _handler;
    private readonly string _item;
    private readonly HashSet<ArgumentKind> _ready = [];
    private readonly bool _isOfChange;

    // Where the typed change is made, items are taken from it rather than read a second time.
    private readonly bool _makesChange;

    private ArgumentEmitter(SourceWriter writer, HandlerModel handler, bool isOfChange, bool makesChange)
    {
        _writer = writer;
        _handler = handler;
        _isOfChange = isOfChange;
        _makesChange = makesChange;
        _item = new Locals("call", "handler", "change", "changes", "diff", "context", "before", "after")
            .AddFor(handler.Entity.Name);
    }

    /// <summary>For a method with <c>call</c>, from which everything is made.</summary>
    public static ArgumentEmitter OfCall(SourceWriter writer, HandlerModel handler) => new(
        writer,
        handler,
        isOfChange: false,
        makesChange: handler.Call.Arguments.Concat(handler.When?.Arguments ?? [])
            .Any(static a => a.Kind is ArgumentKind.Change or ArgumentKind.Diff));

    /// <summary>For a method with <c>change</c>, the typed change, and nothing else.</summary>
    public static ArgumentEmitter OfChange(SourceWriter writer, HandlerModel handler)
    {
        var emitter = new ArgumentEmitter(writer, handler, isOfChange: true, makesChange: true);
        emitter._ready.Add(ArgumentKind.Change);
        return emitter;
    }

    /// <summary>How the entity's images are read.</summary>
    public static string MapperOf(HandlerModel handler) =>
        $"{handler.Entity.Mapped.Mapper}.{(handler.TakesUnmatched ? "FromImage" : "Read")}";

    /// <summary>Writes the locals that the call needs and that are not there yet.</summary>
    public void Prepare(CallModel call)
    {
        foreach (var argument in call.Arguments)
        {
            Prepare(argument.Kind);
        }
    }

    /// <summary>The expression that calls the method.</summary>
    /// <param name="target">The instance or class that has the method.</param>
    /// <param name="call">The call.</param>
    public string Call(string target, CallModel call) =>
        $"{target}.{GeneratedFile.Identifier(call.Method)}({string.Join(", ", call.Arguments.Select(Argument))})";

    /// <summary>The expression that calls the handler, and before it the local that holds its instance.</summary>
    public string CallHandler()
    {
        var target = _handler.Class.Type;
        if (!_handler.Call.IsStatic)
        {
            var source = _handler.Class.Shard is null ? "Services.GetRequiredService" : "GetInstance";
            _writer.Write($"var handler = call.{source}<{_handler.Class.Type}>();");
            target = "handler";
        }

        return Call(target, _handler.Call);
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
        _writer.Write($"var {local} = {Source(kind)};");
    }

    // Of an insertion or a removal there is one item only, which is called what it is.
    private string? Local(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Old => _handler.Changes == ChangeSet.Remove ? _item : "before",
        ArgumentKind.New => _handler.Changes == ChangeSet.Insert ? _item : "after",
        ArgumentKind.Latest => _item,
        ArgumentKind.Change => "change",
        ArgumentKind.Diff => "diff",
        ArgumentKind.Context => "context",
        _ => null,
    };

    private string Source(ArgumentKind kind)
    {
        var read = MapperOf(_handler);
        return kind switch
        {
            ArgumentKind.Old => _makesChange ? "change.Old" : $"{read}(call.OldImage)",
            ArgumentKind.New => _makesChange ? "change.New" : $"{read}(call.NewImage)",
            ArgumentKind.Latest => _makesChange
                ? "change.HasNew ? change.New : change.Old"
                : $"{read}(call.Kind == global::DynamoHandlers.ChangeKind.Remove ? call.OldImage : call.NewImage)",
            ArgumentKind.Diff =>
                $"change.ComputeDiff<{_handler.Entity.Mapped.Diff}>({_handler.Entity.Mapped.Mapper}.Shape)",
            ArgumentKind.Change => $"call.CreateChange<{_handler.Entity.Type}>({read})",
            _ => _isOfChange ? "change.Context" : "call.CreateContext()",
        };
    }

    private string Argument(ArgumentModel argument) => Local(argument.Kind) ?? argument.Kind switch
    {
        ArgumentKind.Batch => "changes",
        ArgumentKind.Window => "window",
        ArgumentKind.Stop => "call.Stop",
        ArgumentKind.Transaction => "call.Transaction",
        ArgumentKind.OptionalService => $"call.Services.GetService<{argument.Service}>()",
        ArgumentKind.KeyedService => $"call.Services.GetRequiredKeyedService<{argument.Service}>({argument.Key})",
        ArgumentKind.OptionalKeyedService => $"call.Services.GetKeyedService<{argument.Service}>({argument.Key})",
        _ => $"call.Services.GetRequiredService<{argument.Service}>()",
    };
}
