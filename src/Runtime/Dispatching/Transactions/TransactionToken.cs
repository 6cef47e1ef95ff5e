using System.Security.Cryptography;
using System.Text;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>What tells the service that a transaction is one that it has had already.</summary>
internal static class TransactionToken
{
    // The most that the service takes.
    private const int Length = 36;

    /// <param name="source">The run of the shard.</param>
    /// <param name="sequenceNumber">The last record that the transaction covers.</param>
    /// <param name="attempt">
    /// Rises with each transaction of the run: a handler that is called again may want to write something else.
    /// </param>
    public static string Of(DeliverySource source, string sequenceNumber, long attempt)
    {
        var text = $"{source.WorkerId}\n{source.Epoch}\n{source.StreamArn}\n{source.ShardId}\n{sequenceNumber}\n{attempt}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }
}
