namespace DynamoHandlers.Generators.Model;

/// <summary>What is generated for a type, here or in the assembly that declares it.</summary>
/// <param name="Mapper">The full name of its mapper.</param>
/// <param name="Diff">The full name of its typed diff; null where there is none.</param>
/// <param name="IsPolymorphic">Whether items may hold derived types instead.</param>
internal sealed record MappedType(string Mapper, string? Diff, bool IsPolymorphic = false)
{
    /// <summary>
    /// The diff by which a value within another is compared; null if it is compared as a whole. So it is where it may be
    /// of a derived type: the diff sees only what the type itself has.
    /// </summary>
    public string? DiffWithin => IsPolymorphic ? null : Diff;
}
