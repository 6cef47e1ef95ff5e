using System.Globalization;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the bodies of the methods that read values of several parts: collections and tuples.</summary>
internal sealed class ReadMethods(SourceWriter writer, ReadExpressions expressions)
{
    public void Write(CompositeValue value)
    {
        switch (value)
        {
            case CollectionValue { Key: { } key } map:
                WriteMap(map, key);
                break;
            case CollectionValue list:
                WriteList(list);
                break;
            case TupleValue tuple:
                WriteTuple(tuple);
                break;
            default:
                throw new InvalidOperationException($"Values of the kind {value.GetType().Name} are unknown.");
        }
    }

    private void WriteMap(CollectionValue value, ScalarValue key)
    {
        writer.Write($"var map = new {value.Builder}();\nreader.BeginMap(typeof({value.Type.Plain}));");
        using (writer.Braces("while (reader.NextAttribute())"))
        {
            WriteKey(key);
            writer.Write($"map[name] = {expressions.OfElement(value.Element)};");
        }

        WriteResult(value, "map");
    }

    // Different names may stand for one key, such as 1 and 01; of equal names JSON has the last one count.
    private void WriteKey(ScalarValue key)
    {
        if (key.Kind == "String")
        {
            writer.Write("var name = reader.GetName();");
            return;
        }

        writer.Write($"reader.BeginName();\nvar name = {expressions.Of(key, NullMeaning.Error)};");
        using (writer.Braces("if (map.ContainsKey(name))"))
        {
            writer.Write($"reader.ThrowDuplicateKey(typeof({key.Type.Plain}));");
        }

        writer.Space();
    }

    private void WriteList(CollectionValue value)
    {
        writer.Write($"var elements = new {value.Builder}();\nreader.BeginList(typeof({value.Type.Plain}));");
        using (writer.Braces("while (reader.NextElement())"))
        {
            writer.Write($"elements.Add({expressions.OfElement(value.Element)});");
        }

        WriteResult(value, "elements");
    }

    private void WriteResult(CollectionValue value, string builder)
    {
        writer.Space();
        writer.Write($"return {string.Format(CultureInfo.InvariantCulture, value.Result, builder)};");
    }

    // An item that is absent or NULL is null or its type's default, as the AWS SDK has it.
    private void WriteTuple(TupleValue value)
    {
        foreach (var item in value.Items)
        {
            var type = item.Value.Type;
            var empty = type.AllowsNull || type.IsValueType ? "default" : "null!";
            writer.Write($"{type.Annotated} {LocalOf(item)} = {empty};");
        }

        writer.Write($"reader.BeginMap(typeof({value.Type.Plain}));");
        using (writer.Braces("while (reader.NextAttribute())"))
        {
            var keyword = "if";
            foreach (var item in value.Items)
            {
                using (writer.Braces($"{keyword} (reader.IsNamed({GeneratedFile.Quote(item.Name)}u8))"))
                {
                    var meaning = item.Value.Type.AllowsNull ? NullMeaning.Null : NullMeaning.Default;
                    writer.Write($"{LocalOf(item)} = {expressions.Of(item.Value, meaning)};");
                }

                keyword = "else if";
            }

            using (writer.Braces("else"))
            {
                writer.Write("reader.Skip();");
            }
        }

        writer.Space();
        writer.Write($"return new {value.Constructed}({string.Join(", ", value.Items.Select(LocalOf))});");
    }

    private static string LocalOf(TupleItem item) => char.ToLowerInvariant(item.Name[0]) + item.Name.Substring(1);
}
