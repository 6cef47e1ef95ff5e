using Amazon.DynamoDBv2;

namespace DynamoHandlers.Tables;

/// <summary>What a table looks like, and what it is called in messages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Its key attributes, texts.</param>
/// <param name="Purpose">What is in it, in the plural.</param>
/// <param name="Option">The option that names it.</param>
internal sealed record TableDesign(string Name, IReadOnlyList<TableKey> Keys, string Purpose, string Option);

/// <summary>A key attribute.</summary>
internal readonly record struct TableKey(string Name, KeyType Type);
