using System.Globalization;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes what the runtime has to know of a handler class with an instance for each run of a shard.</summary>
internal static class ShardClassEmitter
{
    private const string ShardClass = "global::DynamoHandlers.Dispatching.ShardClass";

    /// <param name="writer">What it is written to.</param>
    /// <param name="name">The name of the field that holds it.</param>
    /// <param name="handlerClass">The class.</param>
    /// <param name="shard">What is said of it.</param>
    public static void Write(SourceWriter writer, string name, HandlerClassModel handlerClass, ShardClassModel shard)
    {
        using (writer.Initializer($"private static readonly {ShardClass} {name} = new()"))
        {
            writer.Write($"Type = typeof({handlerClass.Type}),");
            writer.Write($"Create = static services => services.GetRequiredService<{handlerClass.Type}>(),");
            if (shard.FlushSeconds is { } seconds)
            {
                writer.Write($"FlushInterval = global::System.TimeSpan.FromSeconds({Number(seconds)}),");
            }

            if (shard.FlushCount is { } count)
            {
                writer.Write($"FlushCount = {Number(count)},");
            }

            if (shard.State is { } state)
            {
                WriteState(writer, state);
            }
        }

        writer.Space();
    }

    private static void WriteState(SourceWriter writer, StateModel state)
    {
        var instance = $"((global::DynamoHandlers.IShardState<{state.Type}>)instance).State";
        writer.Write(
            $"""
            Restore = static (instance, image) =>
                {instance} =
                    image is null ? null : {state.Mapper}.Read(image),
            Save = static instance =>
                {instance} is {"{ }"} state
                    ? {state.Mapper}.Write(state)
                    : null,
            """);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
