using System.Collections;

namespace DynamoHandlers.Differential.Tests.Values;

/// <summary>Makes collections of all types from a list or a dictionary.</summary>
internal static class CollectionTypes
{
    /// <summary>A collection with the elements of a list.</summary>
    public static object Make(Type type, IList elements) =>
        type.IsAssignableFrom(elements.GetType()) ? elements : Activator.CreateInstance(type, elements)!;

    /// <summary>A collection with the pairs of a dictionary.</summary>
    public static object Make(Type type, IDictionary pairs) =>
        type.IsAssignableFrom(pairs.GetType()) ? pairs : Activator.CreateInstance(type, pairs)!;
}
