using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Emitting.Transactions;

/// <summary>Writes the methods with which a transaction writes an entity.</summary>
internal static class TransactionEmitter
{
    public const string Action = "global::DynamoHandlers.Dispatching.Transactions.TransactionAction";
    public const string AttributeValue = "global::Amazon.DynamoDBv2.Model.AttributeValue";

    public static SourceText Emit(WrittenEntity entity)
    {
        var writer = GeneratedFile.Start();
        using (writer.Namespace(entity.Extensions.Namespace))
        {
            new MethodsEmitter(writer, entity).Write();
        }

        writer.Space();
        using (writer.Namespace(entity.Condition.Namespace))
        {
            var builders = new BuilderEmitter(writer, entity);
            builders.WriteCondition();
            writer.Space();
            builders.WriteUpdate();
            writer.Space();
            new ValuesEmitter(writer, entity).Write();
        }

        return writer.ToSourceText();
    }

    /// <summary>The parameters for the members of the key, as a list and with their names.</summary>
    public static List<(string Type, string Name)> KeyParameters(WrittenEntity entity)
    {
        var names = new Locals("transaction", "item", "writer", "action");
        return [.. entity.Keys.Select(key => (key.Value.Type.Annotated, names.AddFor(key.Name)))];
    }

    /// <summary>A member's attribute in documentation, where it may hold anything.</summary>
    public static string Name(MemberModel member)
    {
        var name = member.Attribute.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        return $"<c>{name.Replace('\r', ' ').Replace('\n', ' ')}</c>";
    }

    public static string Join(IEnumerable<(string Type, string Name)> parameters) =>
        string.Join(", ", parameters.Select(static p => $"{p.Type} {p.Name}"));
}
