namespace DynamoHandlers.Generators.Emitting;

/// <summary>Gives out names of local variables, none twice.</summary>
internal sealed class Locals
{
    private readonly HashSet<string> _taken;

    public Locals(params string[] taken) => _taken = [.. taken];

    public string Add(string name)
    {
        var unique = name;
        for (var i = 2; !_taken.Add(unique); i++)
        {
            unique = $"{name}{i}";
        }

        return GeneratedFile.Identifier(unique);
    }

    /// <summary>The name of a local that holds a member: <c>Note</c> gives <c>note</c>.</summary>
    public string AddFor(string member) => Add(char.ToLowerInvariant(member[0]) + member.Substring(1));

    /// <summary>The name of the flag that tells that a member was there: <c>Note</c> gives <c>hasNote</c>.</summary>
    public string AddFlag(string member) => Add($"has{char.ToUpperInvariant(member[0])}{member.Substring(1)}");
}
