namespace DynamoHandlers.Generators.Model;

/// <summary>A file to write and what is in it.</summary>
/// <param name="HintName">The file's name for the compiler.</param>
/// <param name="Model">What is in it.</param>
internal sealed record OutputFile<T>(string HintName, T Model);

internal static class OutputFile
{
    /// <summary>Names files, so that no two differ in letter case only: to the compiler they would be one.</summary>
    public static IEnumerable<OutputFile<T>> Name<T>(IEnumerable<T> models, Func<T, string> nameOf)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var model in models)
        {
            var name = nameOf(model).Replace("@", "").Replace("?", "").Replace('<', '{').Replace('>', '}');
            var hint = $"{name}.g.cs";
            for (var i = 2; !taken.Add(hint); i++)
            {
                hint = $"{name}.{i}.g.cs";
            }

            yield return new(hint, model);
        }
    }
}
