using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the call of a batch handler, or of one of windows: with the changes that its predicate wants, and not at all if
/// there are none.
/// </summary>
internal sealed class BatchEmitter(SourceWriter writer, Locals members, NamedHandler handler)
{
    private const string BatchCall = "global::DynamoHandlers.Dispatching.BatchCall";
    private const string BatchResult = "global::DynamoHandlers.BatchResult";
    private const string Result = $"global::System.Threading.Tasks.ValueTask<{BatchResult}>";

    private readonly HandlerModel _model = handler.Model;

    public void Write()
    {
        var predicate = _model.When is null ? null : members.Add($"{handler.Invoke}When");
        writer.Space();
        var modifiers = _model is { Window: not null, Returns: not ReturnShape.Void } ? "static async" : "static";
        using (writer.Method($"private {modifiers} {Result} {handler.Invoke}", $"{BatchCall} call"))
        {
            WriteBody(predicate);
        }

        if (predicate is not null)
        {
            WritePredicate(predicate, _model.When!);
        }
    }

    private void WriteBody(string? predicate)
    {
        var when = predicate is null ? "" : $", {predicate}";
        writer.Write(
            $"var changes = call.CreateChanges<{_model.Entity.Type}>({ArgumentEmitter.MapperOf(_model)}{when});");
        if (_model.Window is null)
        {
            WriteCall();
        }
        else
        {
            var success = $"{BatchResult}.Success";
            WindowEmitter.Write(writer, _model, _model.Returns == ReturnShape.Void ? $"new({success})" : success);
        }
    }

    private void WriteCall()
    {
        using (writer.Braces("if (changes.Count == 0)"))
        {
            writer.Write($"return new({BatchResult}.Success);");
        }

        writer.Space();
        var call = ArgumentEmitter.OfCall(writer, _model).CallHandler();
        writer.Write(_model.Returns switch
        {
            ReturnShape.Task or ReturnShape.ValueTask => $"return {BatchCall}.CompleteAsync({call});",
            ReturnShape.ValueTaskOfBatchResult => $"return {call};",
            ReturnShape.TaskOfBatchResult or ReturnShape.BatchResult => $"return new({call});",
            _ => $"{call};\nreturn new({BatchResult}.Success);",
        });
    }

    private void WritePredicate(string name, CallModel predicate)
    {
        writer.Space();
        using (writer.Method(
            $"private static bool {name}", $"global::DynamoHandlers.Change<{_model.Entity.Type}> change"))
        {
            var arguments = ArgumentEmitter.OfChange(writer, _model);
            arguments.Prepare(predicate);
            writer.Write($"return {arguments.Call(_model.Class.Type, predicate)};");
        }
    }
}
