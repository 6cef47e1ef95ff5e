using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.Testing.InMemory;

/// <summary>The service's refusals as the SDK's own exceptions, with the error codes that callers look at.</summary>
internal static class Errors
{
    public static AmazonDynamoDBException Validation(string message) =>
        new(message, ErrorType.Sender, "ValidationException", "", HttpStatusCode.BadRequest);

    public static ConditionalCheckFailedException ConditionFailed() => new(
        "The conditional request failed",
        ErrorType.Sender,
        nameof(ConditionalCheckFailedException),
        "",
        HttpStatusCode.BadRequest);

    public static ResourceNotFoundException NoTable() => NotFound("Requested resource not found");

    public static ResourceNotFoundException NoTable(string name) =>
        NotFound($"Requested resource not found: Table: {name} not found");

    public static ResourceInUseException InUse(string message) =>
        new(message, ErrorType.Sender, nameof(ResourceInUseException), "", HttpStatusCode.BadRequest);

    public static TransactionCanceledException Cancelled(List<CancellationReason> reasons)
    {
        var codes = string.Join(", ", reasons.Select(static reason => reason.Code));
        return new TransactionCanceledException(
            $"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
            ErrorType.Sender,
            nameof(TransactionCanceledException),
            "",
            HttpStatusCode.BadRequest)
        { CancellationReasons = reasons };
    }

    public static IdempotentParameterMismatchException TokenMismatch() => new(
        "Idempotency error: the request has the token of an earlier one but other parameters",
        ErrorType.Sender,
        nameof(IdempotentParameterMismatchException),
        "",
        HttpStatusCode.BadRequest);

    private static ResourceNotFoundException NotFound(string message) =>
        new(message, ErrorType.Sender, nameof(ResourceNotFoundException), "", HttpStatusCode.BadRequest);
}
