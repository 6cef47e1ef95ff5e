namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Tells by the names of two parameters which image their author took them for.</summary>
internal static class ImageNames
{
    private static readonly HashSet<string> Old = new(StringComparer.OrdinalIgnoreCase)
    {
        "old", "before", "previous", "prev", "prior", "original", "was",
    };

    private static readonly HashSet<string> New = new(StringComparer.OrdinalIgnoreCase)
    {
        "new", "after", "current", "next", "updated", "latest", "now",
    };

    /// <summary>Whether the first name says new, or the second one old, and the other does not say the same.</summary>
    public static bool AreSwapped(string first, string second) =>
        (Says(New, Old, first) && !Says(New, Old, second)) || (Says(Old, New, second) && !Says(Old, New, first));

    private static bool Says(HashSet<string> meaning, HashSet<string> opposite, string name)
    {
        var words = Words(name).ToList();
        return words.Any(meaning.Contains) && !words.Any(opposite.Contains);
    }

    // "orderBefore" and "new_order" say something, "newsletter" and "renewed" do not.
    private static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || char.IsUpper(name[i]) || !char.IsLetter(name[i]))
            {
                yield return name.Substring(start, i - start).TrimStart('_');
                start = i;
            }
        }
    }
}
