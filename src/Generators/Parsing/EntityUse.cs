using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// That a handler is for an entity, or for what fits none: what can be wrong about a table shows only with all of them.
/// Holds a location, so it travels with the diagnostics.
/// </summary>
/// <param name="Table">The table's name in the attributes.</param>
/// <param name="Name">The entity's name for readers; of a handler of unmatched records its own.</param>
/// <param name="Pattern">What tells the entity's items from others; null for nothing.</param>
/// <param name="IsUnmatched">Whether it is a handler of unmatched records.</param>
/// <param name="Location">Where the entity is declared, else where it is used.</param>
internal sealed record EntityUse(string Table, string Name, PatternModel? Pattern, bool IsUnmatched, Location Location);
