using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Expressions.Syntax;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

public sealed class ReservedWordTests(Twins twins) : IClassFixture<Twins>
{
    [Fact]
    public async Task The_same_words_are_reserved()
    {
        string[] free = ["pk", "sk", "id", "price", "customer", "title", "email", "version", "expires", "amount", "lines", "kind"];
        var words = free.Concat(ReservedWords.All).Concat(ReservedWords.All.Select(static word => word + "S"));

        // Against the developer guide's list, DynamoDB Local takes SIZE for a name and refuses TABLES.
        foreach (var word in words.Except(["SIZE", "TABLES"]))
        {
            await twins.SameAsync(() => new GetItemRequest
            {
                TableName = twins.Name(Twins.Simple),
                Key = Items.Read("""{"pk":"a"}"""),
                ProjectionExpression = word,
            });
        }
    }
}
