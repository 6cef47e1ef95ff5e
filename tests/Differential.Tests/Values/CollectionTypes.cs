using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace DynamoHandlers.Differential.Tests.Values;

/// <summary>Makes collections of all types from a list or a dictionary.</summary>
internal static class CollectionTypes
{
    /// <summary>A collection with the elements of a list.</summary>
    public static object Make(Type type, IList elements) => Make(type, elements, typeof(HashSet<>));

    /// <summary>A collection with the pairs of a dictionary.</summary>
    public static object Make(Type type, IDictionary pairs) => Make(type, pairs, typeof(Dictionary<,>));

    private static object Make(Type type, object content, Type fallback)
    {
        if (type.IsInstanceOfType(content))
        {
            return content;
        }

        if (FactoryOf(type) is { } factory)
        {
            var arguments = factory.GetParameters().Length > 1 ? new[] { content, null } : [content];
            return factory.Invoke(null, arguments)!;
        }

        return type.IsInterface
            ? Activator.CreateInstance(fallback.MakeGenericType(type.GetGenericArguments()), content)!
            : Activator.CreateInstance(type, content)!;
    }

    // ImmutableList<T> is made by ImmutableList.CreateRange, FrozenSet<T> by FrozenSet.ToFrozenSet.
    private static MethodInfo? FactoryOf(Type type)
    {
        if (type.Namespace != typeof(ImmutableArray).Namespace && type.Namespace != typeof(FrozenSet).Namespace)
        {
            return null;
        }

        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        var factories = type.Assembly.GetType($"{type.Namespace}.{name}")!;
        return factories.GetMethods()
            .Where(m => m.Name is "CreateRange" or "ToFrozenSet" or "ToFrozenDictionary"
                && m.GetGenericArguments().Length == type.GetGenericArguments().Length)
            .Select(m => m.MakeGenericMethod(type.GetGenericArguments()))
            .First(static m => m.GetParameters() is [{ ParameterType.Name: "IEnumerable`1" }]
                or [{ ParameterType.Name: "IEnumerable`1" }, { ParameterType.Name: "IEqualityComparer`1", IsOptional: true }]);
    }
}
