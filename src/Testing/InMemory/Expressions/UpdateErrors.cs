using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>What an update meets in the item that it cannot work with.</summary>
internal static class UpdateErrors
{
    public static Value Require(Operand operand, MapValue item) => operand.Evaluate(item)
        ?? throw Errors.Validation("The provided expression refers to an attribute that does not exist in the item");

    public static AmazonDynamoDBException WrongType() =>
        Errors.Validation("An operand in the update expression has an incorrect data type");

    public static AmazonDynamoDBException WrongPath() =>
        Errors.Validation("The document path provided in the update expression is invalid for update");
}
