namespace DynamoHandlers;

/// <summary>Which types of DynamoDB values are written as, where the AWS SDK has had two ways.</summary>
public enum ConversionSchema
{
    /// <summary>Booleans as BOOL, lists as L.</summary>
    V2,

    /// <summary>Booleans as N 0 and 1, lists of texts, numbers and binaries as sets; the SDK's default.</summary>
    V1,
}
