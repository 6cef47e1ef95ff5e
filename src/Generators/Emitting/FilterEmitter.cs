using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>
/// Writes how a handler decides on the raw images whether it wants a modification: at least one of its attributes has
/// changed, and the one with a transition was and is what it must be. Of the images no more than that is read.
/// </summary>
internal sealed class FilterEmitter(SourceWriter writer, Locals members, HandlerModel handler, string filter)
{
    private const string Images = "global::DynamoHandlers.Images";
    private const string Bytes = "global::System.ReadOnlySpan<byte>";

    private readonly string _from = members.Add($"{filter}From");
    private readonly string _to = members.Add($"{filter}To");

    public void Write()
    {
        var paths = handler.Properties.Select(NamePath).ToList();
        writer.Space();
        writer.WriteHeading(
            $"private static bool {filter}", "in global::DynamoHandlers.Wire.StreamRecord record", " =>");
        var conditions = Conditions(paths).ToList();
        for (var i = 0; i < conditions.Count; i++)
        {
            writer.Write($"    {conditions[i]}{(i == conditions.Count - 1 ? ";" : "")}");
        }

        if (handler.Transition is { } transition)
        {
            WriteTest(_from, transition.From, transition, paths[0]);
            WriteTest(_to, transition.To, transition, paths[0]);
        }
    }

    private IEnumerable<string> Conditions(List<string> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            var or = i == 0 ? "" : "|| ";
            yield return $"{or}{Images}.ImageComparer.Changed(record.OldImage, record.NewImage, {paths[i]})";
        }

        if (handler.Transition is not { } transition)
        {
            yield break;
        }

        // With both given they differ; with one the other side must be something else.
        yield return transition.From is null ? $"&& !{_to}(record.OldImage)" : $"&& {_from}(record.OldImage)";
        yield return transition.To is null ? $"&& !{_from}(record.NewImage)" : $"&& {_to}(record.NewImage)";
    }

    private void WriteTest(string name, string? literal, TransitionModel transition, string path)
    {
        if (literal is null)
        {
            return;
        }

        var find = $"{Images}.ImageLookup.TryFind(image, {path}, out var value)";
        var (kind, argument) = (transition.Value.Kind, transition.Value.TypeArgument);
        var read = $"value.Read{kind}{(argument.Length == 0 ? "" : $"<{argument}>")}()";
        writer.Space();
        writer.WriteHeading($"private static bool {name}", $"{Bytes} image", " =>");
        writer.Write(literal == "null"
            ? $"    !{find}\n    || value.TryReadNull();"
            : $"    {find}\n    && !value.TryReadNull()\n    && {read} == {literal};");
    }

    private string NamePath(FilteredAttribute attribute)
    {
        if (attribute.Path is [var only])
        {
            return $"{GeneratedFile.Quote(only)}u8";
        }

        var name = members.Add($"{filter}Path");
        var names = string.Join(", ", attribute.Path.Select(GeneratedFile.Quote));
        writer.Space();
        writer.Write($"private static readonly {Images}.AttributePath {name} =\n    new({names});");
        return name;
    }
}
