using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Continuous backups and tags of tables: kept only to be described.</summary>
internal sealed class TableSettings(Database database)
{
    public UpdateContinuousBackupsResponse UpdateBackups(UpdateContinuousBackupsRequest request)
    {
        var table = database.GetTable(request.TableName);
        table.HasPointInTimeRecovery = request.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled == true;
        return new UpdateContinuousBackupsResponse { ContinuousBackupsDescription = Describe(table) };
    }

    public DescribeContinuousBackupsResponse DescribeBackups(DescribeContinuousBackupsRequest request) =>
        new() { ContinuousBackupsDescription = Describe(database.GetTable(request.TableName)) };

    public ListTagsOfResourceResponse ListTags(ListTagsOfResourceRequest request)
    {
        var table = database.Tables.FirstOrDefault(table => StreamNames.TableArn(table.Schema.Name) == request.ResourceArn)
            ?? throw Errors.NoTable(request.ResourceArn);
        return new ListTagsOfResourceResponse { Tags = [.. table.Tags] };
    }

    private static ContinuousBackupsDescription Describe(Table table) => new()
    {
        ContinuousBackupsStatus = ContinuousBackupsStatus.ENABLED,
        PointInTimeRecoveryDescription = new()
        {
            PointInTimeRecoveryStatus = table.HasPointInTimeRecovery
                ? PointInTimeRecoveryStatus.ENABLED
                : PointInTimeRecoveryStatus.DISABLED,
        },
    };
}
