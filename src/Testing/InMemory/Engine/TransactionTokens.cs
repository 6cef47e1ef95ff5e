namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>
/// Remembers which transactions were done, by their client tokens, for ten minutes: the same request under the same
/// token does nothing more, another one is refused.
/// </summary>
internal sealed class TransactionTokens(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (string Fingerprint, DateTimeOffset DoneAt)> _done = [];

    /// <returns>Whether the request was done before.</returns>
    public bool WasDone(string token, string fingerprint)
    {
        if (!_done.TryGetValue(token, out var earlier) || time.GetUtcNow() - earlier.DoneAt > Lifetime)
        {
            return false;
        }

        return earlier.Fingerprint == fingerprint ? true : throw Errors.TokenMismatch();
    }

    public void Add(string token, string fingerprint)
    {
        var now = time.GetUtcNow();
        foreach (var expired in _done.Where(pair => now - pair.Value.DoneAt > Lifetime).Select(static pair => pair.Key).ToList())
        {
            _done.Remove(expired);
        }

        _done[token] = (fingerprint, now);
    }
}
