using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class UpdateTests(Twins twins) : IClassFixture<Twins>
{
    private const string Item =
        """
        {"pk":"PK","n":5,"s":"hello","yes":true,"nil":null,"bin":{"$B":"AQID"},"ss":{"$SS":["a","b"]},"ns":{"$NS":[1,2.5]},
         "bs":{"$BS":["AQ=="]},"l":[1,"two",{"x":[3]}],"l2":[9],"m":{"a":1,"b":{"c":"deep"}},"el":[],
         "big":99999999999999999999999999999999999999,"tiny":0.0000000001}
        """;

    private const string Values =
        """
        {":1":1,":2":2,":5":5,":s":"x",":a":{"$SS":["a"]},":ab":{"$SS":["a","b"]},":c":{"$SS":["c","a"]},":n1":{"$NS":[1,7]},
         ":b2":{"$BS":["Ag=="]},":l":[1,2],":m":{"k":1},":t":true,":nil":null,":half":0.5,":huge":{"$N":"9E125"},":neg":-5,":el":[],
         ":tiny":{"$N":"1E-130"}}
        """;

    public static TheoryData<string> Updates => Requests.Rows(
        """
        SET n = :1
        SET a = :1, c = :s
        SET n = n + :1
        SET n = n - :5
        SET n = :1 - n
        SET n = n + n
        SET n = n + :s
        SET n = n + :1 + :1
        SET n = s + :1
        SET n = gone + :1
        SET x = gone
        SET x = n
        SET x = m.b.c
        SET x = l[0]
        SET x = l[9]
        SET n = s, s = n
        SET big = big + :1
        SET big = big + :half
        SET n = n + :huge
        SET x = :huge + :huge
        SET x = :huge + :tiny
        SET x = tiny - n
        SET x = n + :neg
        SET x = if_not_exists(gone, :1)
        SET x = if_not_exists(n, :1)
        SET x = if_not_exists(gone, n)
        SET x = if_not_exists(gone, gone2)
        SET n = if_not_exists(n, :1) + :1
        SET x = if_not_exists(gone, :1) + :1
        SET x = if_not_exists(gone, :1 + :1)
        SET x = if_not_exists(:1, :1)
        SET x = if_not_exists(n)
        SET l = list_append(l, :l)
        SET l = list_append(:l, l)
        SET l = list_append(l, l2)
        SET l = list_append(gone, :l)
        SET l = list_append(if_not_exists(gone, :el), :l)
        SET l = list_append(l, :s)
        SET l = list_append(l, s)
        SET l = list_append(l)
        SET x = list_append(:l, :l)
        SET x = nonsense(:1)
        SET x = size(s)
        SET m.a = :5
        SET m.z = :5
        SET m.b.c = :5, m.a = :1
        SET m.gone.z = :5
        SET gone.z = :5
        SET s.z = :5
        SET l[0] = :5
        SET l[2].x[0] = :5
        SET l[2].x[7] = :5
        SET l[9] = :5
        SET l[9] = :5, l[7] = :1, l[1] = :2
        SET l[9] = :5, l[9] = :1
        SET m[0] = :5
        SET l.a = :5
        SET el[0] = :1
        SET l[0].a = :1
        SET n = :1, n = :5
        SET m = :m, m.a = :5
        SET m.a = :5, m = :m
        SET l[0] = :1, l.a = :1
        SET l[0] = :1, m.a = l[0]
        SET pk = :s
        SET pk.a = :s
        SET n = (n + :1)
        SET n = (:1)
        SET ss = :el
        SET n = :undefined
        SET n = #undefined
        SET #a = :1
        SET name = :1
        SET n :1
        SET n =
        SET = :1
        SET
        SET n = :1 SET s = :1
        SET n = :1,
        SET n = :1 REMOVE s
        REMOVE s SET n = :1
        SET n = :1 REMOVE n
        set n = :1 remove s
        REMOVE s
        REMOVE gone
        REMOVE s, n, yes
        REMOVE m.a
        REMOVE m.gone
        REMOVE m.gone.z
        REMOVE gone.z
        REMOVE s.z
        REMOVE l[0]
        REMOVE l[0], l[1]
        REMOVE l[0], l[2]
        REMOVE l[9]
        REMOVE l[2].x[0]
        REMOVE l[2].x
        REMOVE gone[0]
        REMOVE l[0] SET l[1] = :5
        REMOVE l[0] SET l[5] = :5
        REMOVE pk
        REMOVE s = :1
        REMOVE ss, ns
        ADD n :1
        ADD n :neg
        ADD gone :1
        ADD gone :a
        ADD ss :a
        ADD ss :c
        ADD ns :n1
        ADD bs :b2
        ADD ss :n1
        ADD s :1
        ADD n :a
        ADD n :s
        ADD l :l
        ADD n :t
        ADD m.a :1
        ADD m.z :1
        ADD l[0] :1
        ADD l[9] :1
        ADD gone.z :1
        ADD nil :1
        ADD n n
        ADD n :1, gone :1
        ADD big :1
        ADD pk :1
        DELETE ss :a
        DELETE ss :ab
        DELETE ss :c
        DELETE ns :n1
        DELETE gone :a
        DELETE ss :n1
        DELETE s :a
        DELETE n :1
        DELETE ss :s
        DELETE ss
        DELETE m.zz :a
        DELETE gone.zz :a
        DELETE bs :b2
        SET n = :1 ADD gone :1 DELETE ss :a REMOVE s
        ADD n :1 SET n = :1
        ADD n :1 ADD s :1
        FOO n :1
        n = :1
        SET SET n = :1
        """);

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_comes_to_the_same(string update)
    {
        foreach (var returned in ReturnedBy(update))
        {
            await twins.SameAsync(() => new PutItemRequest(twins.Name(Twins.Simple), Items.Read(Item)));
            await UpdateAsync("PK", update, returned);
            await GetAsync("PK");
        }
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_of_an_item_that_is_not_there_comes_to_the_same(string update)
    {
        await twins.SameAsync(() => new DeleteItemRequest(twins.Name(Twins.Simple), Items.Read("""{"pk":"gone"}""")));

        await UpdateAsync("gone", update, ReturnValue.UPDATED_NEW);
        await GetAsync("gone");
    }

    // Of a path into an attribute, DynamoDB returns that part of the attribute and DynamoDB Local all of it.
    private static ReturnValue[] ReturnedBy(string update) => update.Contains('[') || update.Contains('.')
        ? [ReturnValue.ALL_NEW, ReturnValue.ALL_OLD]
        : [ReturnValue.ALL_NEW, ReturnValue.ALL_OLD, ReturnValue.UPDATED_NEW, ReturnValue.UPDATED_OLD];

    private async Task UpdateAsync(string key, string update, ReturnValue returned) =>
        await twins.SameAsync(() => new UpdateItemRequest
        {
            TableName = twins.Name(Twins.Simple),
            Key = new() { ["pk"] = new AttributeValue(key) },
            UpdateExpression = update,
            ExpressionAttributeValues = Requests.ValuesIn(Values, update),
            ExpressionAttributeNames = update.Contains("#a") ? new() { ["#a"] = "with.dot" } : null,
            ReturnValues = returned,
        });

    private async Task GetAsync(string key) =>
        await twins.SameAsync(() => new GetItemRequest(
            twins.Name(Twins.Simple), new() { ["pk"] = new AttributeValue(key) }, consistentRead: true));
}
