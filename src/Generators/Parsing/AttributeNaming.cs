using System.Text;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>How the attributes of a type are called.</summary>
/// <param name="Casing">What the AWS SDK does to names, also to those that its attributes give.</param>
/// <param name="Style">How names are made that no attribute gives.</param>
internal sealed record AttributeNaming(Casing Casing, NameStyle Style)
{
    public static readonly AttributeNaming AsWritten = new(Casing.AsWritten, NameStyle.AsWritten);

    public string NameOf(string member, MemberAnnotations annotations)
    {
        if (annotations.OurName is { } ours)
        {
            return ours;
        }

        var name = annotations.SdkNames.FirstOrDefault() ?? Apply(Style, member);
        return Casing == Casing.AsWritten ? name : StartingSmall(name);
    }

    private static string Apply(NameStyle style, string name) => style switch
    {
        NameStyle.CamelCase => ToCamelCase(name),
        NameStyle.PascalCase => char.ToUpperInvariant(name[0]) + name.Substring(1),
        NameStyle.SnakeCase => ToWords(name, '_'),
        NameStyle.KebabCase => ToWords(name, '-'),
        _ => name,
    };

    // The SDK's camel case: URLValue becomes uRLValue.
    private static string StartingSmall(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    // The platform's camel case, as in its JSON serializer: URLValue becomes urlValue.
    private static string ToCamelCase(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
            {
                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new(letters);
    }

    // A word starts at a capital after a small letter or digit, and at the last of several capitals before a small one.
    private static string ToWords(string name, char separator)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                words.Append(separator);
            }

            words.Append(name[i] == '_' ? separator : char.ToLowerInvariant(name[i]));
        }

        return words.ToString();
    }
}

/// <summary>What <c>[DynamoDBTable]</c> does to the first letter of names.</summary>
internal enum Casing
{
    /// <summary>Nothing.</summary>
    AsWritten,

    /// <summary>Small, for the type itself.</summary>
    Camel,

    /// <summary>Small, for the type and for the types nested in it that say nothing else.</summary>
    CascadingCamel,
}

/// <summary>As <c>DynamoHandlers.NamingPolicy</c>.</summary>
internal enum NameStyle
{
    AsWritten,
    CamelCase,
    PascalCase,
    SnakeCase,
    KebabCase,
}
