using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>
/// Writes what makes the diff reachable from a change: <c>GetDiff()</c> for every language version, and beside it a
/// property or a method <c>Diff</c>; together these two would be ambiguous.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The diff.</param>
internal sealed class ExtensionsEmitter(SourceWriter writer, DiffModel model)
{
    private readonly string _change = $"global::DynamoHandlers.Change<{model.Entity.Type}>";
    private readonly string _diff = model.Entity.Diff.FullName;

    public void Write()
    {
        var entity = model.Entity;

        // Of own entities where every user of changes looks: in the namespace of Change<T>.
        using (writer.Namespace(entity.IsForeign ? entity.Diff.Namespace : "DynamoHandlers"))
        {
            writer.Write($"/// <summary>Gives the diffs of changes of <see cref=\"{entity.Cref}\"/>.</summary>");
            writer.WriteTypeAttributes();
            using (writer.Braces($"{entity.Diff.Keyword()} static class {ClassName()}"))
            {
                WriteGetDiff();
                WriteDiff();
                WriteRegistration();
            }
        }
    }

    private string ClassName() => model.Entity.IsForeign
        ? $"{model.Entity.Diff.Name}Extensions"
        : AssemblyNames.ToIdentifier(_diff.Substring("global::".Length)) + "Extensions";

    private void WriteGetDiff()
    {
        WriteSummary();
        writer.Write("/// <param name=\"change\">The change.</param>");
        writer.WriteArrow(
            $"public static {_diff} GetDiff(this {_change} change)",
            $"change.ComputeDiff<{_diff}>({model.Entity.Mapper.FullName}.Shape)");
        writer.Space();
    }

    private void WriteDiff()
    {
        if (!model.HasExtensionMembers)
        {
            WriteSummary();
            writer.Write("/// <param name=\"change\">The change.</param>");
            writer.Write($"public static {_diff} Diff(this {_change} change) => change.GetDiff();");
            writer.Space();
            return;
        }

        writer.Write("/// <param name=\"change\">The change.</param>");
        using (writer.Braces($"extension({_change} change)"))
        {
            WriteSummary();
            writer.Write($"public {_diff} Diff => change.GetDiff();");
        }

        writer.Space();
    }

    private void WriteSummary() => writer.Write("/// <summary>What the change does, member by member.</summary>");

    private void WriteRegistration()
    {
        writer.Write("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        using (writer.Braces("internal static void RegisterComparers()"))
        {
            foreach (var call in ComparerRegistration.Of(model))
            {
                writer.Write(call);
            }
        }
    }
}
