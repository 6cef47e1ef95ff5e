namespace DynamoHandlers;

/// <summary>Who made a change, where the stream says so: today only DynamoDB itself, for expired items.</summary>
/// <param name="Type">The kind of identity, <c>Service</c> for expiries.</param>
/// <param name="PrincipalId">The identity, <c>dynamodb.amazonaws.com</c> for expiries.</param>
public sealed record UserIdentity(string Type, string PrincipalId);
