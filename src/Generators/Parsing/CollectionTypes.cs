using System.Globalization;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>The collections that can be read, each with what elements are added to and how the result is made of it.</summary>
internal static class CollectionTypes
{
    private const string Generic = "System.Collections.Generic";
    private const string ObjectModel = "System.Collections.ObjectModel";
    private const string Immutable = "System.Collections.Immutable";
    private const string Frozen = "System.Collections.Frozen";
    private const string Concurrent = "System.Collections.Concurrent";

    // In templates {0} is the builder; {1} is the element, of maps the key, and {2} of maps the value.
    private const string List = $"global::{Generic}.List<{{1}}>";
    private const string Set = $"global::{Generic}.HashSet<{{1}}>";
    private const string Map = $"global::{Generic}.Dictionary<{{1}}, {{2}}>";

    // The first element on the wire is the top, which is also the first that the stack enumerates.
    private const string Reversed = "global::System.Linq.Enumerable.Reverse<{1}>({0})";

    private static readonly Dictionary<string, CollectionType> Types = new CollectionType[]
    {
        new(Generic, "List", CollectionKind.List) { Form = CollectionForm.ScalarList },
        new(ObjectModel, "Collection", CollectionKind.List),
        new(ObjectModel, "ObservableCollection", CollectionKind.List),
        new(Generic, "IList", CollectionKind.List, List),
        new(Generic, "ICollection", CollectionKind.List, List),
        new(Generic, "IEnumerable", CollectionKind.List, List),
        new(Generic, "IReadOnlyList", CollectionKind.List, List),
        new(Generic, "IReadOnlyCollection", CollectionKind.List, List),
        new(ObjectModel, "ReadOnlyCollection", CollectionKind.List, List, "{0}.AsReadOnly()"),
        new(Generic, "LinkedList", CollectionKind.List, List, New(Generic, "LinkedList<{1}>")),
        new(Generic, "Queue", CollectionKind.List, List, New(Generic, "Queue<{1}>")),
        new(Generic, "Stack", CollectionKind.List, List, New(Generic, "Stack<{1}>", Reversed)),
        new(Immutable, "ImmutableArray", CollectionKind.List, List, From(Immutable, "ImmutableArray"))
        {
            IsNullByDefault = true,
        },
        new(Immutable, "ImmutableList", CollectionKind.List, List, From(Immutable, "ImmutableList")),
        new(Immutable, "IImmutableList", CollectionKind.List, List, From(Immutable, "ImmutableList")),

        new(Generic, "HashSet", CollectionKind.Set) { Form = CollectionForm.Set },
        new(Generic, "SortedSet", CollectionKind.Set) { IsSorted = true },
        new(Generic, "ISet", CollectionKind.Set, Set),
        new(Generic, "IReadOnlySet", CollectionKind.Set, Set) { Form = CollectionForm.Set }, // Unknown to the SDK.
        new(Immutable, "ImmutableHashSet", CollectionKind.Set, Set, From(Immutable, "ImmutableHashSet")),
        new(Immutable, "IImmutableSet", CollectionKind.Set, Set, From(Immutable, "ImmutableHashSet")),
        new(Immutable, "ImmutableSortedSet", CollectionKind.Set, Set, From(Immutable, "ImmutableSortedSet"))
        {
            IsSorted = true,
        },
        new(Frozen, "FrozenSet", CollectionKind.Set, Set, $"global::{Frozen}.FrozenSet.ToFrozenSet<{{1}}>({{0}})"),

        new(Generic, "Dictionary", CollectionKind.Map),
        new(Generic, "OrderedDictionary", CollectionKind.Map),
        new(Generic, "SortedDictionary", CollectionKind.Map) { IsSorted = true },
        new(Generic, "SortedList", CollectionKind.Map) { IsSorted = true },
        new(Concurrent, "ConcurrentDictionary", CollectionKind.Map),
        new(Generic, "IDictionary", CollectionKind.Map, Map),
        new(Generic, "IReadOnlyDictionary", CollectionKind.Map, Map),
        new(ObjectModel, "ReadOnlyDictionary", CollectionKind.Map, Map, New(ObjectModel, "ReadOnlyDictionary<{1}, {2}>")),
        new(Immutable, "ImmutableDictionary", CollectionKind.Map, Map, FromPairs("ImmutableDictionary")),
        new(Immutable, "IImmutableDictionary", CollectionKind.Map, Map, FromPairs("ImmutableDictionary")),
        new(Immutable, "ImmutableSortedDictionary", CollectionKind.Map, Map, FromPairs("ImmutableSortedDictionary"))
        {
            IsSorted = true,
        },
        new(
            Frozen,
            "FrozenDictionary",
            CollectionKind.Map,
            Map,
            $"global::{Frozen}.FrozenDictionary.ToFrozenDictionary<{{1}}, {{2}}>({{0}})"),
    }.ToDictionary(static type => $"{type.Namespace}.{type.Name}");

    /// <summary>How the type is read; null if it is none of these collections.</summary>
    public static CollectionType? Find(INamedTypeSymbol type) =>
        type is { Arity: 1 or 2, ContainingType: null }
        && Types.TryGetValue($"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}", out var found)
        && found.Arity == type.Arity
            ? found
            : null;

    /// <summary>
    /// The collection that a class derives from and that can be filled as it is; null if there is none. Such a class
    /// is filled itself.
    /// </summary>
    public static INamedTypeSymbol? FindBase(INamedTypeSymbol type) =>
        type.SelfAndBases().FirstOrDefault(static t => Find(t) is { Builder: null });

    /// <summary>Why a class that derives from a collection cannot be made; null if it can.</summary>
    public static string? WhyNotConstructible(INamedTypeSymbol type)
    {
        var isReachable = type.SourceLocation() is null ? type.IsPublic() : type.CanBeNamed();
        return isReachable && !type.IsAbstract
            && type.InstanceConstructors.Any(static c =>
                c.Parameters.Length == 0 && c.DeclaredAccessibility == Accessibility.Public)
            && !type.SelfAndBases().SelectMany(static t => t.GetMembers()).Any(static m =>
                m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            ? null
            : $"its type '{type.ToDisplayName()}' is a collection without a public constructor that takes nothing, "
                + "or is itself abstract, private or with required members";
    }

    /// <summary>Whether values of the type, or of what it is the nullable of, have an order.</summary>
    public static bool IsComparable(ITypeSymbol type)
    {
        var value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
        return value.AllInterfaces.Any(i => i.Is("System", "IComparable")
            || (i.Is("System", "IComparable", 1) && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], value)));
    }

    private static string New(string @namespace, string type, string argument = "{0}") =>
        $"new global::{@namespace}.{type}({argument})";

    private static string From(string @namespace, string type) =>
        $"global::{@namespace}.{type}.CreateRange<{{1}}>({{0}})";

    private static string FromPairs(string type) => $"global::{Immutable}.{type}.CreateRange<{{1}}, {{2}}>({{0}})";
}

/// <summary>How a type of collection is read.</summary>
/// <param name="Namespace">The type's namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Builder">The template of the builder's type; null if it is the type itself.</param>
/// <param name="Result">The template of the expression that makes the collection of the builder.</param>
internal sealed record CollectionType(
    string Namespace, string Name, CollectionKind Kind, string? Builder = null, string Result = "{0}")
{
    /// <summary>How many type arguments it has.</summary>
    public int Arity => Kind == CollectionKind.Map ? 2 : 1;

    /// <summary>Whether it compares its elements or keys.</summary>
    public bool IsSorted { get; init; }

    /// <summary>What the AWS SDK writes it as. Those that derive from it are lists to the SDK.</summary>
    public CollectionForm Form { get; init; }

    /// <summary>Whether it is a struct whose default stands for null.</summary>
    public bool IsNullByDefault { get; init; }

    /// <summary>The builder's type.</summary>
    /// <param name="own">The collection's type as <c>new</c> wants it.</param>
    /// <param name="arguments">The types of its elements, or of its keys and values.</param>
    public string BuilderOf(string own, params TypeName[] arguments) =>
        Builder is null ? own : Fill(Builder, arguments);

    /// <summary>The expression that makes the collection of the builder, which stays <c>{0}</c> in it.</summary>
    /// <param name="arguments">The types of its elements, or of its keys and values.</param>
    public string ResultOf(params TypeName[] arguments) => Fill(Result, arguments);

    private static string Fill(string template, TypeName[] arguments) => string.Format(
        CultureInfo.InvariantCulture, template, ["{0}", .. arguments.Select(static a => (object)a.Annotated)]);
}
