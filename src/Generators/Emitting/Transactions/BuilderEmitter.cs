using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Transactions;

/// <summary>
/// Writes the types with which one calls what an update changes and what must hold: first the changes, then the conditions.
/// </summary>
internal sealed class BuilderEmitter(SourceWriter writer, WrittenEntity entity)
{
    private static readonly HashSet<string> Numbers =
    [
        "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128", "UInt128", "BigInteger",
        "Decimal", "Double", "Single", "Half",
    ];

    // What is written such that DynamoDB's order, of numbers or of bytes, is the order of the values.
    private static readonly HashSet<string> Ordered = [.. Numbers, "String", "DateTime", "EpochDateTime", "DateOnly"];

    private static readonly (string Name, string Demand)[] Comparisons =
    [
        ("Below", "less than the value"),
        ("AtMost", "the value or less"),
        ("Above", "greater than the value"),
        ("AtLeast", "the value or greater"),
    ];

    // The names of both types, of which one derives from the other.
    private readonly Locals _methods = new(
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "Action",
        "IfExists", "IfAbsent", entity.Condition.Name, entity.Update.Name);

    public void WriteCondition()
    {
        var name = entity.Condition.Name;
        writer.Write(
            $"/// <summary>What must hold of an item of <see cref=\"{entity.Entity.Cref}\"/>: all that is called.</summary>");
        writer.WriteTypeAttributes();
        using (writer.Braces($"{entity.Condition.Keyword()} class {name}"))
        {
            writer.Write($"internal {name}({TransactionEmitter.Action} action) => Action = action;");
            writer.Space();
            writer.Write($"private protected {TransactionEmitter.Action} Action {{ get; }}");
            WriteMethod(name, "public", "IfExists", "", "The item must be there.", "IfExists()");
            WriteMethod(name, "public", "IfAbsent", "", "The item must not be there.", "IfAbsent()");
            foreach (var member in entity.Members)
            {
                WriteConditions(name, member);
            }
        }
    }

    public void WriteUpdate()
    {
        var name = entity.Update.Name;
        writer.Write($"/// <summary>What an update changes of an item of <see cref=\"{entity.Entity.Cref}\"/>.</summary>");
        writer.WriteTypeAttributes();
        using (writer.Braces($"{entity.Update.Keyword()} sealed class {name} : {entity.Condition.Name}"))
        {
            using (writer.Braces($"internal {name}({TransactionEmitter.Action} action) : base(action)"))
            {
            }

            foreach (var member in entity.Members)
            {
                WriteChanges(name, member);
            }
        }
    }

    private void WriteConditions(string type, MemberModel member)
    {
        var attribute = TransactionEmitter.Name(member);
        if (member.Value is not (ScalarValue or ConvertedValue))
        {
            return;
        }

        var (absent, present) = TakesNull(member) ? (", for null be absent or NULL", ", for null be there") : ("", "");
        Call(type, member, $"If{member.Name}", "IfEqual", $"{attribute} must have the value{absent}.");
        Call(type, member, $"If{member.Name}Not", "IfNotEqual", $"{attribute} must not have the value{present}.");
        if (member.Value is ScalarValue scalar && Ordered.Contains(scalar.Kind))
        {
            foreach (var (name, demand) in Comparisons)
            {
                Call(type, member, $"If{member.Name}{name}", $"If{name}", $"{attribute} must be {demand}.", takesNull: false);
            }
        }
    }

    private void WriteChanges(string type, MemberModel member)
    {
        var attribute = TransactionEmitter.Name(member);
        var removal = TakesNull(member) ? "; removes it where an item would not have it, as for null" : "";
        Call(type, member, $"Set{member.Name}", "Set", $"Sets {attribute}{removal}.");
        Call(type, member, $"Set{member.Name}IfAbsent", "SetIfAbsent", $"Sets {attribute} if it is not there.");
        WriteMethod(
            type,
            Access(member),
            _methods.Add($"Remove{member.Name}"),
            "",
            $"Removes {attribute}.",
            $"Remove({GeneratedFile.Quote(member.Attribute)})");
        if (member.Value is ScalarValue scalar && Numbers.Contains(scalar.Kind))
        {
            var summary = $"Adds to {attribute}, which is 0 if it is not there.";
            Call(type, member, $"Add{member.Name}", "Add", summary, takesNull: false);
        }

        if (member.Value is CollectionValue { Kind: CollectionKind.Set } set && CollectionMethods.Begin(set) == "BeginSet")
        {
            Call(type, member, $"AddTo{member.Name}", "Add", $"Adds elements to {attribute}.", takesNull: false);
            var summary = $"Deletes elements from {attribute}.";
            Call(type, member, $"DeleteFrom{member.Name}", "DeleteFrom", summary, takesNull: false);
        }
    }

    private void Call(
        string type, MemberModel member, string name, string method, string summary, bool takesNull = true)
    {
        var value = takesNull ? member.Value.Type.Annotated : member.Value.Type.Annotated.TrimEnd('?');
        var made = $"{entity.Values.FullName}.{ValuesEmitter.MethodOf(member)}(value)";
        WriteMethod(
            type,
            Access(member),
            _methods.Add(name),
            $"{value} value",
            summary,
            $"{method}({GeneratedFile.Quote(member.Attribute)}, {made})");
    }

    private void WriteMethod(string type, string access, string name, string parameter, string summary, string call)
    {
        writer.Space();
        writer.Write($"/// <summary>{summary}</summary>");
        if (parameter.Length > 0)
        {
            writer.Write("/// <param name=\"value\">The value.</param>");
        }

        using (writer.Method($"{access} {type} {name}", parameter))
        {
            writer.Write($"Action.{call};\nreturn this;");
        }
    }

    private static bool TakesNull(MemberModel member) => member.Value.Type.AllowsNull;

    // What is not public may be of a type that is not.
    private static string Access(MemberModel member) => member.IsPublic ? "public" : "internal";
}
