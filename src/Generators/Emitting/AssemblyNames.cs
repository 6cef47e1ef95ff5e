using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>What generated code is called after its assembly.</summary>
internal static class AssemblyNames
{
    private const string Suffix = "Handlers";

    /// <summary>
    /// A name that differs where the assemblies' names do, so that two libraries never collide:
    /// <c>Acme.Orders</c> gives <c>Acme_Orders</c>, <c>acme-billing</c> gives <c>acme_x2d_billing</c>.
    /// </summary>
    public static string ToIdentifier(string assembly)
    {
        var name = new StringBuilder();
        foreach (var c in assembly)
        {
            _ = c == '.' ? name.Append('_')
                : c != '_' && SyntaxFacts.IsIdentifierPartCharacter(c) ? name.Append(c)
                : name.Append("_x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)).Append('_');
        }

        return name.ToString();
    }

    /// <summary>The class that holds the registration method.</summary>
    public static string ToExtensionsClass(string assembly)
    {
        var name = ToIdentifier(assembly) + "HandlersExtensions";
        return SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? name : "_" + name;
    }

    /// <summary>
    /// The registration method: <c>Acme.Orders</c> gives <c>AddAcmeOrdersHandlers</c>, and so does
    /// <c>Acme.Orders.Handlers</c>.
    /// </summary>
    public static string ToMethod(string assembly)
    {
        var name = new StringBuilder();
        var atStart = true;
        foreach (var c in assembly)
        {
            var isPart = SyntaxFacts.IsIdentifierPartCharacter(c);
            if (isPart)
            {
                name.Append(atStart ? char.ToUpperInvariant(c) : c);
            }

            atStart = !isPart;
        }

        var pascal = name.ToString();
        return pascal.EndsWith(Suffix, StringComparison.Ordinal) ? $"Add{pascal}" : $"Add{pascal}{Suffix}";
    }
}
