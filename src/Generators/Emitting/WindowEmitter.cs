using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes the call of a handler of windows: with changes that it wants, or because its window ends. Its state is taken over
/// only after it has returned: the next attempt of one that fails begins with what was there before.
/// </summary>
internal static class WindowEmitter
{
    /// <summary>Writes the body of an asynchronous method that has <c>call</c> and, by now, <c>changes</c>.</summary>
    /// <param name="writer">What it is written to.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="success">The expression for a call that went well.</param>
    public static void Write(SourceWriter writer, HandlerModel handler, string success)
    {
        var state = handler.Window!.State;
        using (writer.Braces("if (changes.Count == 0 && !call.IsFinal)"))
        {
            writer.Write($"return {success};");
        }

        writer.Space();
        writer.Write($"var window = call.CreateWindow<{state.Type}>({state.Mapper}.Read);");
        var call = ArgumentEmitter.OfCall(writer, handler).CallHandler();
        writer.Write(handler.Returns == ReturnShape.Void ? $"{call};" : $"await {call}.ConfigureAwait(false);");
        writer.Write($"call.KeepState(window.State is {{ }} state ? {state.Mapper}.Write(state) : null);");
        writer.Write($"return {success};");
    }
}
