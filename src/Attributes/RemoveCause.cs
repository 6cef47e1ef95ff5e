namespace DynamoHandlers;

/// <summary>Why an item was removed, as far as the stream tells.</summary>
public enum RemoveCause
{
    /// <summary>Every removal.</summary>
    Any,

    /// <summary>A client deleted the item.</summary>
    User,

    /// <summary>
    /// DynamoDB deleted the item because its time to live had passed: the record's <c>userIdentity</c> is the
    /// service principal <c>dynamodb.amazonaws.com</c>.
    /// </summary>
    TimeToLive,
}
