using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>What is written is what the AWS SDK writes.</summary>
public sealed class SdkWritingTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true);

    [Theory]
    [InlineData(ConversionSchema.V2)]
    [InlineData(ConversionSchema.V1)]
    public void Entities_are_written_as_DynamoDBContext_writes_them(ConversionSchema conversion)
    {
        using var client = new AmazonDynamoDBClient(
            new AnonymousAWSCredentials(), new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.USEast1 });
        var sdk = conversion == ConversionSchema.V1 ? DynamoDBEntryConversion.V1 : DynamoDBEntryConversion.V2;
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => client)
            .ConfigureContext(config =>
            {
                config.Conversion = sdk;
                config.DisableFetchingTableMetadata = true;
            })
            .Build();

        Prop.ForAll<int>(seed =>
        {
            var entity = new RandomEntities(seed, conversion).Stored();
            using var writer = new ImageWriter(conversion);
            StoredImage.Write(writer, entity);

            Assert.Equal(
                Text(context.ToDocument(entity).ToAttributeMap(sdk)), Text(ImageItem.FromImage(writer.ToArray())));
        }).Check(Runs);
    }

    private static string Text(Dictionary<string, AttributeValue> item) => "{" + string.Join(
        ", ", item.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"\"{pair.Key}\": {Text(pair.Value)}")) + "}";

    private static string Text(AttributeValue value) => value switch
    {
        { S: { } s } => $"S \"{s}\"",
        { N: { } n } => $"N {n}",
        { B: { } b } => $"B {Convert.ToBase64String(b.ToArray())}",
        { BOOL: { } flag } => $"BOOL {flag}",
        { NULL: true } => "NULL",
        { SS: { Count: > 0 } texts } => $"SS {string.Join(", ", texts.Order(StringComparer.Ordinal))}",
        { NS: { Count: > 0 } numbers } => $"NS {string.Join(", ", numbers.Order(StringComparer.Ordinal))}",
        { BS: { Count: > 0 } blobs } => $"BS {string.Join(", ", blobs.Select(static b => Convert.ToBase64String(b.ToArray())).Order(StringComparer.Ordinal))}",
        { IsMSet: true } => $"M {Text(value.M)}",
        { IsLSet: true } => $"L [{string.Join(", ", value.L.Select(Text))}]",
        _ => "nothing",
    };
}
