using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Transactions;

/// <summary>Writes the extension methods of <c>ChangeTransaction</c>, where every user of transactions looks.</summary>
internal sealed class MethodsEmitter(SourceWriter writer, WrittenEntity entity)
{
    private const string Transaction = "this global::DynamoHandlers.ChangeTransaction transaction";

    private readonly string _type = entity.Entity.Type;
    private readonly string _condition = entity.Condition.FullName;
    private readonly string _table = GeneratedFile.Quote(entity.Table);
    private readonly List<(string Type, string Name)> _key = TransactionEmitter.KeyParameters(entity);

    // What is not public may be of a type that is not.
    private readonly string _keyAccess = entity.Keys.All(static k => k.IsPublic) ? "public" : "internal";

    public void Write()
    {
        writer.Write($"/// <summary>Writes <see cref=\"{entity.Entity.Cref}\"/> in transactions.</summary>");
        writer.WriteTypeAttributes();
        using (writer.Braces($"{entity.Extensions.Keyword()} static class {entity.Extensions.Name}"))
        {
            WritePuts();
            WriteDeletes();
            WriteUpdate();
            WriteCheck();
        }
    }

    private void WritePuts()
    {
        Document("Puts an item, in place of the one with its key.", ("item", "The item."));
        using (writer.Method($"public static {_condition} Put", $"{Transaction}, {_type} item"))
        {
            WriteReturn(_condition, "Put", $"{entity.Mapper}.ToItem(item)");
        }

        writer.Space();
        Document("Puts an item; there must be none with its key.", ("item", "The item."), returns: false);
        writer.WriteHeading("public static void PutNew", $"{Transaction}, {_type} item", " =>");
        writer.Write("    transaction.Put(item).IfAbsent();");
    }

    private void WriteDeletes()
    {
        if (entity.Keys.All(static k => k.Getter is null))
        {
            var arguments = string.Join(", ", entity.Keys.Select(static k => $"item.{GeneratedFile.Identifier(k.Name)}"));
            writer.Space();
            Document("Deletes the item with the key of the given one, if there is one.", ("item", "What has the key."));
            writer.WriteHeading($"public static {_condition} Delete", $"{Transaction}, {_type} item", " =>");
            writer.Write($"    transaction.Delete{entity.Name}({arguments});");
        }

        writer.Space();
        DocumentKey("Deletes an item, if it is there.");
        using (WithKey(_condition, $"Delete{entity.Name}"))
        {
            WriteReturn(_condition, "Delete", Key());
        }
    }

    private void WriteUpdate()
    {
        writer.Space();
        DocumentKey("Updates an item; makes it if it is not there.");
        using (WithKey(entity.Update.FullName, $"Update{entity.Name}"))
        {
            if (entity.Entity.Discriminator is not { } discriminator)
            {
                WriteReturn(entity.Update.FullName, "Update", Key());
                return;
            }

            // An item made by it must be found to be of the entity.
            var (attribute, value) = (GeneratedFile.Quote(discriminator.Attribute), GeneratedFile.Quote(discriminator.Value));
            writer.Write($"var action = {Begin("Update", Key())};");
            writer.Write($"action.Set({attribute}, new {TransactionEmitter.AttributeValue} {{ S = {value} }});");
            writer.Write($"return new {entity.Update.FullName}(action);");
        }
    }

    private void WriteCheck()
    {
        writer.Space();
        DocumentKey("Changes nothing, but demands something of an item: at least one condition must follow.");
        using (WithKey(_condition, $"Check{entity.Name}"))
        {
            WriteReturn(_condition, "Check", Key());
        }
    }

    private SourceWriter.Block WithKey(string type, string method) => writer.Method(
        $"{_keyAccess} static {type} {method}", $"{Transaction}, {TransactionEmitter.Join(_key)}");

    private string Key() => $"{entity.Values.FullName}.KeyOf({string.Join(", ", _key.Select(static k => k.Name))})";

    private void WriteReturn(string type, string method, string attributes) =>
        writer.Write($"return new {type}({Begin(method, attributes)});");

    private string Begin(string method, string attributes)
    {
        var names = entity.Keys.Select(static key => GeneratedFile.Quote(key.Attribute));
        return $"{TransactionEmitter.Action}.{method}(\n    transaction, {_table}, {attributes}, {string.Join(", ", names)})";
    }

    private void DocumentKey(string summary) => Document(
        summary, [.. _key.Zip(entity.Keys, static (parameter, key) => (parameter.Name, $"Its {TransactionEmitter.Name(key)}."))], true);

    private void Document(string summary, (string Name, string Text) parameter, bool returns = true) =>
        Document(summary, [parameter], returns);

    private void Document(string summary, (string Name, string Text)[] parameters, bool returns)
    {
        writer.Write($"/// <summary>{summary}</summary>");
        writer.Write("/// <param name=\"transaction\">The transaction.</param>");
        foreach (var (name, text) in parameters)
        {
            writer.Write($"/// <param name=\"{name.TrimStart('@')}\">{text}</param>");
        }

        if (returns)
        {
            writer.Write("/// <returns>What adds to it, if that is wanted.</returns>");
        }
    }
}
