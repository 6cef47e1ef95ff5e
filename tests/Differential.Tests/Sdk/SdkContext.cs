using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Differential.Tests.Sdk;

/// <summary>
/// The SDK's own mapping, on a database in memory: what it makes of an object when it writes it, and of an item when it
/// reads it.
/// </summary>
internal sealed class SdkContext : IDisposable
{
    private readonly InMemoryDynamoDb _database = new();
    private readonly HashSet<string> _tables = [];
    private readonly DynamoDBContext _context;
    private readonly Way _way;

    public SdkContext(Way way)
    {
        _way = way;
        _context = new DynamoDBContextBuilder()
            .WithDynamoDBClient(() => _database.Client)
            .ConfigureContext(c =>
            {
                c.Conversion = way.Conversion;
                c.IsEmptyStringValueEnabled = way.WritesEmptyTexts;
                c.DisableFetchingTableMetadata = true;
                c.SkipVersionCheck = true; // Nothing is in the table yet, whatever version an object has.
            })
            .Build();
    }

    /// <summary>The item that the SDK makes of a value.</summary>
    public Dictionary<string, AttributeValue> Write<T>(T value) =>
        _way.IsSaved ? Save(value) : _context.ToDocument(value).ToAttributeMap(_way.Conversion);

    /// <summary>The value that the SDK makes of an item.</summary>
    public T Read<T>(Dictionary<string, AttributeValue> item) => _context.FromDocument<T>(Document.FromAttributeMap(item));

    public void Dispose()
    {
        _context.Dispose();
        _database.Dispose();
    }

    // The database in memory answers at once: nothing here waits.
    private Dictionary<string, AttributeValue> Save<T>(T value)
    {
        var table = typeof(T).GetCustomAttribute<DynamoDBTableAttribute>()!.TableName;
        if (_tables.Add(table))
        {
            CreateTableAsync(table, typeof(T)).GetAwaiter().GetResult();
        }

        _context.SaveAsync(value).GetAwaiter().GetResult();
        var item = _database.Client.ScanAsync(new ScanRequest(table)).GetAwaiter().GetResult().Items.Single();
        var keys = Keys(typeof(T)).ToDictionary(static k => k.Name, k => item[k.Name]);
        _database.Client.DeleteItemAsync(table, keys).GetAwaiter().GetResult();
        return item;
    }

    private Task<CreateTableResponse> CreateTableAsync(string table, Type entity) => _database.Client.CreateTableAsync(new CreateTableRequest
    {
        TableName = table,
        KeySchema = [.. Keys(entity).OrderBy(static k => k.Type == KeyType.RANGE).Select(static k => new KeySchemaElement(k.Name, k.Type))],
        AttributeDefinitions = [.. Keys(entity).Select(static k => new AttributeDefinition(k.Name, k.Scalar))],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });

    private static IEnumerable<(string Name, KeyType Type, ScalarAttributeType Scalar)> Keys(Type entity)
    {
        var lowers = entity.GetCustomAttribute<DynamoDBTableAttribute>()!
            is { LowerCamelCaseProperties: true } or { AttributeCasing: CaseMode.CamelCase };
        foreach (var property in entity.GetProperties())
        {
            // Those of indexes derive from them.
            var attribute = property.GetCustomAttributes<DynamoDBRenamableAttribute>().FirstOrDefault(static a =>
                a.GetType() == typeof(DynamoDBHashKeyAttribute) || a.GetType() == typeof(DynamoDBRangeKeyAttribute));
            if (attribute is not null)
            {
                var name = attribute.AttributeName ?? property.Name;
                yield return (
                    lowers ? char.ToLowerInvariant(name[0]) + name[1..] : name,
                    attribute is DynamoDBHashKeyAttribute ? KeyType.HASH : KeyType.RANGE,
                    property.PropertyType == typeof(string) ? ScalarAttributeType.S : ScalarAttributeType.N);
            }
        }
    }
}
