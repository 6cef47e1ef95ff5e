namespace DynamoHandlers.Generators.Model;

/// <summary>How large a handler's batches are, as far as its attribute says it; what is null is the runtime's default.</summary>
/// <param name="MaxCount">The most changes.</param>
/// <param name="MaxBytes">The most bytes.</param>
/// <param name="WindowMilliseconds">How long the first change waits for others.</param>
/// <param name="Bisect">Whether a batch that fails is halved.</param>
internal sealed record BatchModel(int? MaxCount, int? MaxBytes, int? WindowMilliseconds, bool? Bisect)
{
    /// <summary>That of a handler whose attribute says nothing, or that has none.</summary>
    public static readonly BatchModel Default = new(null, null, null, null);
}
