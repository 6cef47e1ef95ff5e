namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>How a table is paid for; kept only to be described.</summary>
internal sealed record Billing(string Mode, long ReadUnits, long WriteUnits);

/// <summary>What a table was created as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Its key attributes.</param>
/// <param name="Indexes">Its secondary indexes.</param>
/// <param name="Billing">How it is paid for.</param>
internal sealed record TableSchema(string Name, KeySchema Keys, IReadOnlyList<SecondaryIndex> Indexes, Billing Billing)
{
    /// <summary>The attributes of all keys.</summary>
    public IEnumerable<KeyAttribute> KeyAttributes =>
        Keys.Attributes.Concat(Indexes.SelectMany(static index => index.Keys.Attributes)).Distinct();

    public SecondaryIndex GetIndex(string name) => Indexes.FirstOrDefault(index => index.Name == name)
        ?? throw Errors.Validation($"The table does not have the specified index: {name}");
}
