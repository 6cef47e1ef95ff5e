namespace DynamoHandlers.Generators.Model;

/// <summary>An attribute whose change a filter waits for.</summary>
/// <param name="Path">Its name, after those of the maps that it is in.</param>
internal sealed record FilteredAttribute(EquatableArray<string> Path)
{
    public override string ToString() => string.Join(".", Path);
}

/// <summary>What a property must have been before a change, or become by it.</summary>
/// <param name="Value">How the property is read.</param>
/// <param name="From">What it must have been, as C#; null for anything else than <paramref name="To"/>.</param>
/// <param name="To">What it must become likewise.</param>
internal sealed record TransitionModel(ScalarValue Value, string? From, string? To);
