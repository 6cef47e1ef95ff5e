using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the call of one handler: its predicate first, and no image is read before it is needed.</summary>
internal static class InvocationEmitter
{
    public static void Write(SourceWriter writer, HandlerModel handler)
    {
        var arguments = ArgumentEmitter.OfCall(writer, handler);
        if (handler.When is { } predicate)
        {
            arguments.Prepare(predicate);
            using (writer.Braces($"if (!{arguments.Call(handler.Class.Type, predicate)})"))
            {
                writer.Write("return default;");
            }

            writer.Space();
        }

        arguments.Prepare(handler.Call);
        var call = arguments.CallHandler();
        writer.Write(handler.Returns switch
        {
            ReturnShape.Task => $"return new global::System.Threading.Tasks.ValueTask({call});",
            ReturnShape.ValueTask => $"return {call};",
            _ => $"{call};\nreturn default;",
        });
    }
}
