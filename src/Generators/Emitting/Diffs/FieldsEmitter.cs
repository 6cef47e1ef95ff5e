using System.Globalization;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>
/// Writes the flags of an entity's members: an enum, or from the 65th member on a struct that is used like one.
/// </summary>
internal sealed class FieldsEmitter(SourceWriter writer, EntityModel entity, IReadOnlyList<DiffMember> members)
{
    private const int BitsOfWord = 64;

    private readonly string _name = entity.Fields.Name;
    private readonly int _words = (members.Count + BitsOfWord - 1) / BitsOfWord;

    /// <summary>Whether the flags are an enum.</summary>
    public static bool IsEnum(IReadOnlyList<DiffMember> members) => members.Count <= BitsOfWord;

    public void Write()
    {
        writer.Write($"/// <summary>The members of <see cref=\"{entity.Cref}\"/> that are read from items.</summary>");
        if (IsEnum(members))
        {
            WriteEnum();
        }
        else
        {
            WriteStruct();
        }
    }

    private void WriteEnum()
    {
        writer.Write($"[{GeneratedFile.GeneratedCode}]\n[global::System.Flags]");
        using (writer.Braces($"{entity.Fields.Keyword()} enum {_name} : ulong"))
        {
            writer.Write("/// <summary>None of them.</summary>\nNone = 0,");
            foreach (var member in members)
            {
                writer.Space();
                writer.Write($"/// <summary><c>{member.Model.Name}</c>.</summary>");
                writer.Write($"{member.Flag} = 1UL << {member.Index},");
            }

            writer.Space();
            writer.Write($"/// <summary>All of them.</summary>\nAll = {Mask(0)},");
        }
    }

    private void WriteStruct()
    {
        writer.WriteTypeAttributes();
        using (writer.Braces($"{entity.Fields.Keyword()} readonly struct {_name} : global::System.IEquatable<{_name}>"))
        {
            WriteWords();
            WriteStatic("None", "None of them", _ => "0");
            foreach (var member in members)
            {
                WriteStatic(
                    member.Flag,
                    $"<c>{member.Model.Name}</c>",
                    word => member.Index / BitsOfWord == word ? $"1UL << {member.Index % BitsOfWord}" : "0");
            }

            WriteStatic("All", "All of them", Mask);
            WriteOperators();
            WriteComparison();
            WriteToString();
        }
    }

    private void WriteWords()
    {
        foreach (var word in Words())
        {
            writer.Write($"private readonly ulong _word{word};");
        }

        writer.Space();
        using (writer.Method($"internal {_name}", string.Join(", ", Words().Select(static w => $"ulong word{w}"))))
        {
            foreach (var word in Words())
            {
                writer.Write($"_word{word} = word{word};");
            }
        }

        writer.Space();
    }

    private void WriteStatic(string name, string meaning, Func<int, string> bits)
    {
        writer.Write($"/// <summary>{meaning}.</summary>");
        writer.Write($"public static {_name} {name} => new({PerWord(bits)});");
        writer.Space();
    }

    private void WriteOperators()
    {
        WriteOperator("The members that are in either.", "|", $"{_name} left, {_name} right", w => $"left._word{w} | right._word{w}");
        WriteOperator("The members that are in both.", "&", $"{_name} left, {_name} right", w => $"left._word{w} & right._word{w}");
        WriteOperator("The members that are in one of them only.", "^", $"{_name} left, {_name} right", w => $"left._word{w} ^ right._word{w}");
        WriteOperator("The members that are not in it.", "~", $"{_name} fields", w => $"~fields._word{w} & {Mask(w)}");
        writer.Write("/// <summary>Whether both have the same members.</summary>");
        writer.Write($"public static bool operator ==({_name} left, {_name} right) => left.Equals(right);");
        writer.Space();
        writer.Write("/// <summary>Whether they have different members.</summary>");
        writer.Write($"public static bool operator !=({_name} left, {_name} right) => !left.Equals(right);");
        writer.Space();
    }

    private void WriteOperator(string meaning, string symbol, string operands, Func<int, string> bits)
    {
        writer.Write($"/// <summary>{meaning}</summary>");
        writer.Write($"public static {_name} operator {symbol}({operands}) => new({PerWord(bits)});");
        writer.Space();
    }

    private void WriteComparison()
    {
        writer.Write("/// <summary>Whether all the given members are in it.</summary>");
        writer.Write($"public bool HasFlag({_name} flag) => (this & flag) == flag;");
        writer.Space();
        writer.Write("/// <inheritdoc/>");
        writer.Write($"public bool Equals({_name} other) => {string.Join(" && ", Words().Select(static w => $"_word{w} == other._word{w}"))};");
        writer.Space();
        writer.Write("/// <inheritdoc/>");
        writer.Write($"public override bool Equals(object? obj) => obj is {_name} other && Equals(other);");
        writer.Space();
        writer.Write("/// <inheritdoc/>");
        writer.Write($"public override int GetHashCode() => ({PerWord(static w => $"_word{w}")}).GetHashCode();");
        writer.Space();
    }

    private void WriteToString()
    {
        writer.Write("/// <summary>The names of the members, as of an enum.</summary>");
        using (writer.Braces("public override string ToString()"))
        {
            writer.Write("var names = new global::System.Collections.Generic.List<string>();");
            foreach (var member in members)
            {
                var bit = $"_word{member.Index / BitsOfWord} & (1UL << {member.Index % BitsOfWord})";
                using (writer.Braces($"if (({bit}) != 0)"))
                {
                    writer.Write($"names.Add({GeneratedFile.Quote(member.Flag.TrimStart('@'))});");
                }

                writer.Space();
            }

            writer.Write("return names.Count == 0 ? \"None\" : string.Join(\", \", names);");
        }
    }

    private string Mask(int word)
    {
        var bits = Math.Min(members.Count - (word * BitsOfWord), BitsOfWord);
        var mask = bits == BitsOfWord ? ulong.MaxValue : (1UL << bits) - 1;
        return $"0x{mask.ToString("X", CultureInfo.InvariantCulture)}UL";
    }

    private string PerWord(Func<int, string> bits) => string.Join(", ", Words().Select(bits));

    private IEnumerable<int> Words() => Enumerable.Range(0, _words);
}
