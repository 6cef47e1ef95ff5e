using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the method that registers all handlers of an assembly.</summary>
internal static class ModuleEmitter
{
    private const string Builder = "global::DynamoHandlers.IDynamoHandlersBuilder";

    public static SourceText Emit(ModuleModel module)
    {
        var writer = GeneratedFile.Start();
        writer.WriteNamespace("DynamoHandlers");
        writer.Write($"/// <summary>Registers the change handlers of the assembly {module.AssemblyName}.</summary>");
        writer.WriteTypeAttributes();
        using (writer.Braces($"public static class {AssemblyNames.ToExtensionsClass(module.AssemblyName)}"))
        {
            WriteMethod(writer, module);
        }

        return writer.ToSourceText();
    }

    private static void WriteMethod(SourceWriter writer, ModuleModel module)
    {
        writer.Write(
            $"""
            /// <summary>Adds all change handlers of the assembly {module.AssemblyName}.</summary>
            /// <param name="builder">The worker that is to call them.</param>
            /// <returns>The same builder.</returns>
            """);
        var method = AssemblyNames.ToMethod(module.AssemblyName);
        using (writer.Method($"public static {Builder} {method}", $"this {Builder} builder"))
        {
            foreach (var dispatcher in module.Dispatchers)
            {
                writer.Write($"{dispatcher.FullName}.AddTo(builder);");
            }

            writer.Write("return builder;");
        }
    }
}
