using Amazon.DynamoDBv2.DataModel;
using DynamoHandlers;

namespace AotEntities;

[DynamoDBTable("Totals")]
internal sealed class Total
{
    [DynamoDBHashKey] public string Customer { get; set; } = "";

    [DynamoDBRangeKey] public int Year { get; set; }

    public decimal Sum { get; set; }

    public HashSet<string> Tags { get; set; } = [];

    public List<decimal> Steps { get; set; } = [];

    public int? Version { get; set; }
}

/// <summary>What transactions of a Native AOT program hold.</summary>
internal static class Totals
{
    [OnInsert<Total>]
    internal static void Write(ChangeTransaction transaction)
    {
        transaction.Put(new Total { Customer = "a", Year = 1, Sum = 1.5m, Tags = ["x"] }).IfAbsent();
        transaction.UpdateTotal("b", 2).AddSum(2.5m).AddToTags(["y"]).SetSteps([1, 2]).RemoveVersion().IfVersionBelow(3);
        transaction.DeleteTotal("c", 3).IfVersion(null);
        transaction.CheckTotal("d", 4).IfExists();
    }

    /// <summary>Whether they hold what the handler added.</summary>
    public static bool AreWritten()
    {
        var transaction = new ChangeTransaction();
        Write(transaction);
        var items = transaction.Items;
        return items.Count == 4
            && items[0].Put is { ConditionExpression: "attribute_not_exists(#0)", Item: { Count: 5 } item }
            && item["Sum"].N == "1.5"
            && item["Tags"].SS is ["x"]
            && items[1].Update is { UpdateExpression: "ADD #0 :0, #1 :1 REMOVE #3 SET #2 = :2" } update
            && update.ConditionExpression == "#3 < :3"
            && update.ExpressionAttributeValues[":0"].N == "2.5"
            && update.ExpressionAttributeValues[":2"].L is [{ N: "1" }, { N: "2" }]
            && items[2].Delete is { TableName: "Totals", Key.Count: 2 }
            && items[3].ConditionCheck.ConditionExpression == "attribute_exists(#0)";
    }
}
