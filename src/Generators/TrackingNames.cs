namespace DynamoHandlers.Generators;

/// <summary>Names of the pipeline's steps, by which tests see what was computed anew.</summary>
internal static class TrackingNames
{
    public const string Methods = nameof(Methods);
    public const string Entities = nameof(Entities);
    public const string Diffs = nameof(Diffs);
    public const string Transactions = nameof(Transactions);
    public const string Dispatchers = nameof(Dispatchers);
    public const string Module = nameof(Module);
    public const string Diagnostics = nameof(Diagnostics);
}
