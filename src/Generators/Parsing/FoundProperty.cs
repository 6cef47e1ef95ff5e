using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>The property that a filter names.</summary>
/// <param name="Name">As the filter names it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Attributes">What it is in the item: one attribute, or several if it is flattened.</param>
/// <param name="Value">How it is read; null where a converter does that.</param>
/// <param name="IsKey">Whether it is a key of the item.</param>
internal sealed record FoundProperty(
    string Name, ITypeSymbol Type, EquatableArray<FilteredAttribute> Attributes, ValueModel? Value, bool IsKey);
