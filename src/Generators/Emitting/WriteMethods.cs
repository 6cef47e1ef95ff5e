using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the bodies of the methods that write values of several parts: collections and tuples.</summary>
internal sealed class WriteMethods(SourceWriter writer, WriteExpressions expressions)
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
        writer.Write("writer.BeginMap();");
        using (writer.Braces("foreach (var pair in values)"))
        {
            writer.Write(key.Kind == "String"
                ? "writer.WriteName(pair.Key);"
                : $"writer.BeginName();\n{expressions.Of(key, "pair.Key")}");
            WriteElement(value.Element, "pair.Value");
        }

        writer.Space();
        writer.Write("writer.EndMap();");
    }

    private void WriteList(CollectionValue value)
    {
        if (value.IsNullByDefault)
        {
            using (writer.Braces("if (values.IsDefault)"))
            {
                writer.Write("writer.WriteNull();\nreturn;");
            }

            writer.Space();
        }

        writer.Write($"writer.{CollectionMethods.Begin(value)}();");
        using (writer.Braces("foreach (var element in values)"))
        {
            WriteElement(value.Element, "element");
        }

        writer.Space();
        writer.Write("writer.EndList();");
    }

    private void WriteElement(ValueModel element, string expression)
    {
        if (expressions.Nullable(element, expression) is not { } nullable)
        {
            writer.Write(expressions.Of(element, expression));
            return;
        }

        using (writer.Braces($"if ({nullable} is {{ }} value)"))
        {
            writer.Write(expressions.Of(element, "value"));
        }

        using (writer.Braces("else"))
        {
            writer.Write("writer.WriteNull();");
        }
    }

    private void WriteTuple(TupleValue value)
    {
        writer.Write("writer.BeginMap();");
        foreach (var item in value.Items)
        {
            var name = $"writer.{CollectionMethods.NameMethod(item.Value)}({GeneratedFile.Quote(item.Name)}u8);";
            var expression = $"values.{item.Name}";
            if (expressions.Nullable(item.Value, expression, item.Name) is not { } nullable)
            {
                writer.Write($"{name}\n{expressions.Of(item.Value, expression)}");
                continue;
            }

            var local = char.ToLowerInvariant(item.Name[0]) + item.Name.Substring(1);
            using (writer.Braces($"if ({nullable} is {{ }} {local})"))
            {
                writer.Write($"{name}\n{expressions.Of(item.Value, local)}");
            }

            writer.Space();
        }

        writer.Write("writer.EndMap();");
    }
}
